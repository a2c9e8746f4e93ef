import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { defaultApps } from './apps.ts';
import { createControlServer } from './control-server.ts';
import { createControls } from './controls.ts';
import { createEventLog } from './events.ts';
import { createFailureScript, scriptedFailureSchema } from './failures.ts';
import type { FakeWechat, FakeWechatOptions } from './fake-wechat.ts';
import { people as defaultPeople } from './people.ts';
import { createPhones } from './phones.ts';
import { createSettings } from './settings.ts';
import { parseTarget } from './target.ts';
import { isolateFromBrowsers } from './web-pages.ts';
import { createWechatServer } from './wechat-server.ts';
import { createWorld } from './world.ts';

/**
 * Starts a fake of WeChat's server API, which forgets everything when it is closed.
 * @throws the listen error of node:net, such as EADDRINUSE
 */
export async function startFakeWechat(options: FakeWechatOptions = {}): Promise<FakeWechat> {
  const { port = 0, host = '127.0.0.1', now = Date.now, tls } = options;
  const { apps = defaultApps, people = defaultPeople } = options;
  const world = createWorld({ apps, people, now });
  const log = createEventLog(now);
  const failures = createFailureScript();
  const wechat = createWechatServer({ world, failures, log });

  const server = tls ? createTlsServer(tls) : createServer();
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(port, host);
  await once(server, 'listening');
  const { port: takenPort } = server.address() as AddressInfo;

  const fake: FakeWechat = {
    url: `${tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${takenPort}`,
    apps,
    people,
    ...createPhones(world, log),
    ...createSettings(world),
    fail: (failure, scope = {}) => failures.add(scriptedFailureSchema.parse({ failure, ...scope })),
    clearFailures: failures.clear,
    events: log.events,
    onEvent: log.subscribe,
    calls: wechat.calls,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      const ended = [...sockets].map(
        (socket) => new Promise((resolve) => socket.once('close', resolve)),
      );
      for (const socket of sockets) socket.destroy();
      await Promise.all([closed, ...ended]);
    },
  };
  const controls = createControlServer(createControls({ fake, failures, world }));
  server.on('request', (req, res) => {
    if (!isolateFromBrowsers(req, res)) return;
    const target = parseTarget(req.url ?? '/');
    if (target.path.startsWith('/__fake/')) controls.handle(target.path, req, res);
    else wechat.handle(target, req, res);
  });
  return fake;
}

import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { createAppControls } from './controls/app-controls.ts';
import { createControlRoutes } from './controls/control-routes.ts';
import { createControlServer } from './controls/control-server.ts';
import type { FakeWechat, FakeWechatOptions } from './controls/fake-wechat.ts';
import { createPersonControls } from './controls/person-controls.ts';
import { createPrefetch } from './controls/prefetch.ts';
import { createPushControls } from './controls/push-controls.ts';
import { refuseBrowsers } from './server/refuse-browsers.ts';
import { parseRequestTarget } from './server/request-target.ts';
import { createWechatServer } from './server/wechat-server.ts';
import { defaultApps } from './state/apps.ts';
import { createEventLog } from './state/events.ts';
import { createFailureScript, scriptedFailureSchema } from './state/failures.ts';
import { people as defaultPeople } from './state/people.ts';
import { createPlatformState } from './state/platform-state.ts';

/**
 * Starts a fake of WeChat's server API. Its state is in memory and lost when it closes.
 * @throws a listen error of node:net, such as EADDRINUSE
 * @example
 * const fake = await startFakeWechat();
 * const code = fake.issueCode({ personId: 'xiaoming', appId: touristApp.appId });
 * // Point your server at fake.url, log in with the code, then:
 * await fake.close();
 */
export async function startFakeWechat(options: FakeWechatOptions = {}): Promise<FakeWechat> {
  const { port = 0, host = '127.0.0.1', now = Date.now, tls, remoteControls = false } = options;
  const { apps = defaultApps, people = defaultPeople } = options;
  const state = createPlatformState({ apps, people, now });
  const log = createEventLog(now);
  const failures = createFailureScript();
  const closing = new AbortController();
  const wechat = createWechatServer({ state, failures, log });

  const server = tls ? createTlsServer(tls) : createServer();
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(port, host);
  await once(server, 'listening');
  const { port: takenPort } = server.address() as AddressInfo;

  const personControls = createPersonControls(state, log);
  const fake: FakeWechat = {
    url: `${tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${takenPort}`,
    apps,
    people,
    ...personControls,
    prefetch: createPrefetch({ ...personControls, now, closing: closing.signal }),
    ...createAppControls(state),
    ...createPushControls(state, { log, closing: closing.signal }),
    fail: (failure, scope = {}) => failures.add(scriptedFailureSchema.parse({ failure, ...scope })),
    clearFailures: failures.clear,
    events: log.events,
    onEvent: log.subscribe,
    calls: wechat.calls,
    async close() {
      closing.abort();
      const closed = new Promise((resolve) => server.close(resolve));
      const ended = [...sockets].map(
        (socket) => new Promise((resolve) => socket.once('close', resolve)),
      );
      for (const socket of sockets) socket.destroy();
      await Promise.all([closed, ...ended]);
    },
  };
  const controls = createControlServer({
    routes: createControlRoutes({ fake, failures, state }),
    remote: remoteControls,
  });
  server.on('request', (req, res) => {
    if (!refuseBrowsers(req, res)) return;
    const target = parseRequestTarget(req.url ?? '/');
    if (target.path.startsWith('/__fake/')) controls.handle(target.path, req, res);
    else wechat.handle(target, req, res);
  });
  return fake;
}

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { defaultApps } from './apps.ts';
import { createCodes } from './codes.ts';
import { createControls } from './controls.ts';
import { createEventLog } from './events.ts';
import { createFailureScript, scriptedFailureSchema } from './failures.ts';
import type { FakeWechat, FakeWechatOptions, PersonInApp } from './fake-wechat.ts';
import { mask } from './mask.ts';
import { people as defaultPeople, openidOf } from './people.ts';
import { createSessionKeys } from './session-keys.ts';
import { parseTarget } from './target.ts';
import { createWechatServer } from './wechat-server.ts';
import type { World } from './world.ts';

/**
 * Starts a fake of WeChat's server API, which forgets everything when it is closed.
 * @throws the listen error of node:net, such as EADDRINUSE
 */
export async function startFakeWechat(options: FakeWechatOptions = {}): Promise<FakeWechat> {
  const { port = 0, host = '127.0.0.1', now = Date.now } = options;
  const { apps = defaultApps, people = defaultPeople } = options;
  const world: World = {
    apps,
    people,
    now,
    codes: createCodes(now),
    sessionKeys: createSessionKeys(),
  };
  const log = createEventLog(now);
  const failures = createFailureScript();
  const wechat = createWechatServer({ world, failures, log });

  function knownOpenid({ personId, appId }: PersonInApp): string {
    if (!apps.some((app) => app.appId === appId)) throw new Error(`unknown AppID: ${appId}`);
    if (!people.some(({ id }) => id === personId)) throw new Error(`unknown person: ${personId}`);
    return openidOf(personId, appId);
  }

  const server = createServer();
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(port, host);
  await once(server, 'listening');
  const { port: takenPort } = server.address() as AddressInfo;

  const fake: FakeWechat = {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${takenPort}`,
    apps,
    people,
    issueCode(input) {
      knownOpenid(input);
      const code = world.codes.issue(input);
      log.add({
        kind: 'code-issued',
        appId: input.appId,
        personId: input.personId,
        code: mask(code),
      });
      return code;
    },
    openidOf: knownOpenid,
    expireCode: world.codes.expire,
    rotateSessionKey(input) {
      world.sessionKeys.rotate(knownOpenid(input));
    },
    sessionKeyOf: (input) => world.sessionKeys.current(knownOpenid(input)),
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
  const controls = createControls({ fake, failures, codes: world.codes });
  server.on('request', (req, res) => {
    const target = parseTarget(req.url ?? '/');
    if (target.path.startsWith('/__fake/')) controls.handle(target.path, req, res);
    else wechat.handle(target, req, res);
  });
  return fake;
}

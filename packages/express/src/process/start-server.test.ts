import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { runServer } from '../../test/run-server.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { openStore } from '../store/location/open-store.ts';

let server: TestServer;
afterEach(() => server.fake.close());

test('closed and started again on the same port, with the same store, it knows its sessions', async () => {
  const store = openStore({ file: ':memory:' });
  server = await startTestServer({ store });
  const { token, user } = await server.login('dawei');
  await server.close();
  await expect(server.get('/me', token)).rejects.toThrow();

  server = await startTestServer({ store, port: Number(new URL(server.url).port) });
  expect(await (await server.get('/me', token)).json()).toEqual({ user });
  await server.close();
});

test('with another store it asks for a new login', async () => {
  server = await startTestServer();
  const { token } = await server.login('dawei');
  await server.close();
  await expect(server.get('/me', token)).rejects.toThrow();
  server = await startTestServer({ port: Number(new URL(server.url).port) });
  expect((await server.get('/me', token)).status).toBe(401);
  await server.close();
});

test('closing lets the requests under way finish, and takes no new ones', async () => {
  server = await startTestServer({ wechatTimeouts: { connectMs: 1_000, totalMs: 2_000 } });
  server.fake.fail({ kind: 'latency', ms: 200 });
  const agent = new Agent({ keepAlive: true });
  const underWay = new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    const call = request(`${server.url}/login`, {
      agent,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
    });
    call.once('response', async (response) =>
      resolve({ status: response.statusCode, body: await text(response) }),
    );
    call.once('error', reject);
    call.end(JSON.stringify({ code: server.codeOf('dawei') }));
  });
  await expect.poll(() => server.fake.calls()).toBe(1);

  const startedAt = performance.now();
  const closed = server.close();
  await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
  expect(await underWay).toMatchObject({ status: 200, body: expect.stringContaining('"token"') });
  await closed;
  // Not held up by the connection that the caller keeps alive.
  expect(performance.now() - startedAt).toBeLessThan(2_000);
  agent.destroy();
});

test('closing ends a connection that is kept alive with its next answer', async () => {
  server = await startTestServer();
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  const answer = text(socket);
  socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\n');
  await sleep(200);
  const closed = server.close();
  socket.write('\r\n');
  expect(await answer).toMatch(/^HTTP\/1\.1 200 [\s\S]*\r\nConnection: close\r\n/i);
  await closed;
});

test('a port that is taken is the listen error of Node', async () => {
  server = await startTestServer();
  const port = Number(new URL(server.url).port);
  await expect(startTestServer({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await server.close();
});

test('a fault of the program at its start is reported as such, with its stack', async () => {
  const broken =
    "import net from 'node:net';net.Server.prototype.listen=()=>{throw new TypeError('broken on purpose')}";
  const server = runServer(
    ['--import', `data:text/javascript,${encodeURIComponent(broken)}`, 'dist/main.js'],
    {},
  );
  expect(await server.ended()).toEqual([1, null]);
  expect(server.output.stderr).not.toContain('cannot listen');
  expect(server.output.stdout).toMatch(
    /"stack":"TypeError: broken on purpose.*"msg":"uncaught exception; exiting"/,
  );
});

test.each([
  [true, []],
  [false, ['/me']],
])(
  'with loginSkipsApp %s, an app sees of the requests to the login: %j',
  async (loginSkipsApp, seen) => {
    const urls: string[] = [];
    server = await startTestServer({
      loginSkipsApp,
      createApp: (weapp) => (req, res) => {
        urls.push(req.url ?? '');
        void weapp.router(req, res, () => void res.end('the app'));
      },
    });
    expect((await server.get('/me')).status).toBe(401);
    expect(urls).toEqual(seen);
    expect(await (await server.get('/elsewhere')).text()).toBe('the app');
    await server.close();
  },
);

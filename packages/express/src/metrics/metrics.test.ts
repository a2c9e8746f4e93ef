import { afterEach, expect, test } from 'vitest';
import { appId, bearer, startTestServer, type TestServer } from '../../test/server.ts';
import { openStore } from '../store/location/open-store.ts';
import { StoreUnavailable } from '../store/store-unavailable.ts';
import { measureStore } from './measure.ts';
import { createMetrics } from './metrics.ts';

let server: TestServer;
afterEach(() => server.close());

/** The value of the sample with that name and those labels, in whatever order. */
async function sample(name: string, labels: Record<string, string | number> = {}) {
  const text = await (await server.get('/metrics')).text();
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  const line = text
    .split('\n')
    .filter((row) => row.startsWith(`${name}{`) || row.startsWith(`${name} `))
    .find((row) => wanted.every((pair) => row.includes(pair)));
  return line === undefined ? undefined : Number(line.slice(line.lastIndexOf(' ') + 1));
}

test('requests are counted by the pattern of their route, and unknown addresses as one', async () => {
  server = await startTestServer();
  const { token } = await server.login('dawei');
  await server.request('DELETE', '/sessions/abc', { headers: bearer(token) });
  await server.request('DELETE', '/sessions/def', { headers: bearer(token) });
  await server.get('/nowhere');
  await server.get('/elsewhere');
  const count = 'http_request_duration_seconds_count';
  expect(await sample(count, { method: 'DELETE', route: '/sessions/:id', status: 204 })).toBe(2);
  expect(await sample(count, { method: 'GET', route: 'none', status: 404 })).toBe(2);
});

test('logins are counted by what came of them', async () => {
  server = await startTestServer();
  const code = server.codeOf('dawei');
  await server.post('/login', { code });
  await server.post('/login', { code });
  server.fake.fail({ kind: 'drop' });
  await server.post('/openid', { code });
  const name = 'login_outcomes_total';
  expect(await sample(name, { route: '/login', problem: 'none', errcode: 'none' })).toBe(1);
  expect(await sample(name, { route: '/login', problem: 'code-rejected', errcode: 40163 })).toBe(1);
  expect(await sample(name, { route: '/openid', problem: 'wechat-unavailable' })).toBe(1);
});

test('calls to WeChat are measured by endpoint and outcome', async () => {
  server = await startTestServer();
  await server.login('dawei');
  await server.post('/login', { code: 'unknown' });
  server.fake.fail({ kind: 'hang' });
  await server.post('/login', { code: 'c' });
  const name = 'wechat_call_duration_seconds_count';
  const labels = { app_id: appId, endpoint: 'code2Session' };
  for (const outcome of ['ok', 'rejected', 'timeout'])
    expect(await sample(name, { ...labels, outcome })).toBe(1);
});

test('the breaker shows how it stands', async () => {
  server = await startTestServer();
  const state = () => sample('wechat_breaker_state', { app_id: appId, endpoint: 'code2Session' });
  expect(await state()).toBe(0);
  server.fake.fail({ kind: 'status', status: 500 });
  for (let n = 0; n < 20; n++) await server.post('/login', { code: 'c' });
  expect(await state()).toBe(2);
});

test('operations of the store are measured by outcome, and what it remembers is none', async () => {
  const metrics = createMetrics();
  let away = false;
  const store = openStore(
    { file: ':memory:' },
    {
      observe: (store) =>
        measureStore({
          store: {
            ...store,
            findSession: (...args) =>
              away ? Promise.reject(new StoreUnavailable('disk full')) : store.findSession(...args),
          },
          metrics,
          now: Date.now,
        }),
    },
  );
  server = await startTestServer({ metrics, store });
  const { token } = await server.login('dawei');
  const { token: other } = await server.login('xiaoming');
  await server.get('/me', token);
  await server.get('/me', token);
  away = true;
  await server.get('/me', other);
  const name = 'store_operation_duration_seconds_count';
  expect(await sample(name, { operation: 'recordLogin', outcome: 'ok' })).toBe(2);
  expect(await sample(name, { operation: 'findSession', outcome: 'ok' })).toBe(1);
  expect(await sample(name, { operation: 'findSession', outcome: 'unavailable' })).toBe(1);
});

test('open sessions are counted, every five minutes at most', async () => {
  server = await startTestServer();
  await server.login('dawei');
  expect(await sample('sessions_open')).toBe(1);
  await server.login('xiaoming');
  expect(await sample('sessions_open')).toBe(1);
  server.clock.now += 5 * 60_000;
  expect(await sample('sessions_open')).toBe(2);
});

test('nothing in the metrics identifies a user or is secret', async () => {
  server = await startTestServer();
  const code = server.codeOf('dawei');
  const { token, user } = await (await server.post('/login', { code })).json();
  await server.get(`/me?token=${token}`, token);
  await server.get(`/${token}`);
  const text = await (await server.get('/metrics')).text();
  const sessionKey = server.fake.sessionKeyOf({ personId: 'dawei', appId });
  for (const secret of [code, token, user.openid, user.id, sessionKey])
    expect(text).not.toContain(secret);
});

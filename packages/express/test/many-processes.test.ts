import { type FakeWechat, startFakeWechat, touristApp } from '@weapp-login/fake-wechat';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPostgres } from './postgres.ts';
import { startRoundRobin } from './round-robin.ts';
import { runServer } from './run-server.ts';

const count = 4;

let postgres: Awaited<ReturnType<typeof startPostgres>>;
let fake: FakeWechat;
let servers: ReturnType<typeof runServer>[];
let urls: string[];
let proxy: Awaited<ReturnType<typeof startRoundRobin>>;

beforeAll(async () => {
  [postgres, fake] = await Promise.all([startPostgres(), startFakeWechat()]);
  const env = { DATABASE_URL: await postgres.createDatabase(), WECHAT_API_URL: fake.url };
  // All at once, on a database without tables.
  servers = Array.from({ length: count }, () => runServer(['dist/main.js'], env));
  urls = await Promise.all(servers.map((server) => server.listening()));
  proxy = await startRoundRobin(urls);
}, 60_000);

afterAll(async () => {
  await proxy.close();
  for (const server of servers) server.stop('SIGTERM');
  await Promise.all(servers.map((server) => server.ended()));
  await fake.close();
  await postgres.close();
});

const codeOf = (personId: string) => fake.issueCode({ personId, appId: touristApp.appId });
const logIn = (url: string, code: string, key?: string) =>
  fetch(`${url}/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key && { 'idempotency-key': key }) },
    body: JSON.stringify({ code }),
  });
const tokenOf = async (response: Response) =>
  ((await response.json()) as { token?: string }).token ?? '';
const call = (method: string, url: string, token: string) =>
  fetch(url, { method, headers: { authorization: `Bearer ${token}` } });
const statusOf = async (method: string, url: string, token: string) =>
  (await call(method, url, token)).status;

test('a session that one process opened works on all', async () => {
  const token = await tokenOf(await logIn(proxy.url, codeOf('dawei')));
  for (let n = 0; n < count; n++) expect(await statusOf('GET', `${proxy.url}/me`, token)).toBe(200);
});

test.each([
  ['a logout', 'POST', '/logout'],
  ['a log-out everywhere', 'DELETE', '/sessions'],
])('%s is seen by the very next request on every other process', async (_, method, path) => {
  for (const [n, url] of urls.entries()) {
    const token = await tokenOf(await logIn(proxy.url, codeOf('dawei')));
    for (const each of urls) expect(await statusOf('GET', `${each}/me`, token)).toBe(200);
    expect(await statusOf(method, url + path, token)).toBe(204);
    for (const other of urls.toSpliced(n, 1))
      expect(await statusOf('GET', `${other}/me`, token)).toBe(401);
  }
});

test('one code sent to all at once, with one key: one session, one call to WeChat', async () => {
  for (let round = 0; round < 5; round++) {
    const before = fake.calls();
    const code = codeOf('dawei');
    const answers = await Promise.all(urls.map((url) => logIn(url, code, 'one key')));
    expect(answers.map(({ status }) => status)).toEqual(urls.map(() => 200));
    const tokens = new Set(await Promise.all(answers.map(tokenOf)));
    expect(tokens.size).toBe(1);
    expect(fake.calls() - before).toBe(1);
  }
});

test('one code sent to all at once, with different keys: one 200, the others code-rejected', async () => {
  for (let round = 0; round < 5; round++) {
    const code = codeOf('dawei');
    const answers = await Promise.all(urls.map((url, n) => logIn(url, code, `key ${n}`)));
    const codes = await Promise.all(
      answers.map(async (answer) =>
        answer.ok ? 'ok' : ((await answer.json()) as { code: string }).code,
      ),
    );
    expect(codes.sort()).toEqual([...Array(count - 1).fill('code-rejected'), 'ok']);
  }
});

test('first logins of one person everywhere at once make one user', async () => {
  const answers = await Promise.all(
    urls.flatMap((url) => Array.from({ length: 3 }, () => logIn(url, codeOf('xiaoming')))),
  );
  const users = await Promise.all(
    answers.map(async (answer) => ((await answer.json()) as { user: { id: string } }).user.id),
  );
  expect(new Set(users).size).toBe(1);
});

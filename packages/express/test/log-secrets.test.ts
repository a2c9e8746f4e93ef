import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import type { Failure } from '@weapp-login/fake-wechat';
import { touristApp } from '@weapp-login/fake-wechat';
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '../src/store/location/open-store.ts';
import { appId, bearer, startTestServer } from './server.ts';

const failures: Failure[] = [
  { kind: 'errcode', errcode: 40029 },
  { kind: 'errcode', errcode: 40125 },
  { kind: 'errcode', errcode: -1 },
  { kind: 'hang' },
  { kind: 'drop' },
  { kind: 'html' },
  { kind: 'status', status: 500 },
];

test('no log line of any success or failure has a token, a code, the AppSecret or a session_key', async () => {
  const store = openStore({ file: ':memory:' });
  let broken = false;
  const server = await startTestServer({
    store: {
      ...store,
      // What a careless driver does: the error quotes the query and its values.
      recordLogin: (login) =>
        broken
          ? Promise.reject(Object.assign(new Error('insert failed'), { parameters: login }))
          : store.recordLogin(login),
    },
  });
  const secrets = [touristApp.appSecret];
  const code = () => {
    const issued = server.codeOf('xiaoming');
    secrets.push(issued);
    return issued;
  };

  const { token } = await server.login('xiaoming');
  secrets.push(token);
  await server.get('/me', token);
  await server.get(`/me?token=${token}`);
  await server.get(`/nowhere/${token}`, token);
  await server.get('/me', `${token}x`);
  const person = { personId: 'xiaoming', appId };
  const encrypted = server.fake.encryptUserData(person);
  const phoneCode = () => {
    const issued = server.fake.issuePhoneCode(person);
    secrets.push(issued);
    return issued;
  };
  secrets.push(encrypted.encryptedData, '12066600001', '小明🎐', server.fake.openidOf(person));
  await server.post('/me/phone', { code: phoneCode() }, bearer(token));
  await server.post('/me/user-data', encrypted, bearer(token));
  await server.request('PUT', '/me/profile', {
    body: JSON.stringify({ nickname: '小明🎐' }),
    headers: { 'content-type': 'application/json', ...bearer(token) },
  });
  for (const failure of failures) {
    server.fake.fail(failure);
    for (const path of ['/login', '/openid']) await server.post(path, { code: code() });
    await server.post('/me/phone', { code: phoneCode() }, bearer(token));
    server.fake.clearFailures();
  }
  await server.post('/login', { code: [code()] });
  await server.post('/login', { [code()]: 1 });
  await server.request('POST', '/login', {
    body: `{"code":"${code()}`,
    headers: { 'content-type': 'application/json' },
  });
  await server.post(`/login?code=${code()}`, { code: code() }, { referer: `https://x/${code()}` });
  broken = true;
  await server.post('/login', { code: code() });
  secrets.push(server.fake.sessionKeyOf({ personId: 'xiaoming', appId }) ?? '');
  await server.request('POST', '/logout', { headers: bearer(token) });
  await server.close();

  expect(server.logLines().length).toBeGreaterThan(20);
  expect(secrets.length).toBeGreaterThan(20);
  for (const secret of secrets) expect(server.log.text).not.toContain(secret);
});

test('one line a request', async () => {
  const server = await startTestServer();
  const { token, user } = await server.login('dawei');
  await server.get('/me', token);
  await server.get('/nowhere');
  await server.close();
  expect(server.logLines()).toEqual([
    expect.objectContaining({
      method: 'POST',
      route: '/login',
      status: 200,
      appId,
      userId: user.id,
    }),
    {
      level: 'info',
      time: '2030-01-01T00:00:00.000Z',
      requestId: expect.any(String),
      method: 'GET',
      route: '/me',
      status: 200,
      durationMs: 0,
      appId,
      userId: user.id,
      msg: 'request',
    },
    expect.objectContaining({ status: 404, problem: 'not-found' }),
  ]);
});

test('the statement of the guide finds a person, whose requests the log then has by userId', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'weapp-login-find-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = path.join(folder, 'weapp-login.sqlite');
  const store = openStore({ file });
  const server = await startTestServer({ store });
  const { token, user } = await server.login('xiaoming');
  await server.login('dawei');
  await server.request('PUT', '/me/profile', {
    body: JSON.stringify({ nickname: '小明🎐' }),
    headers: { 'content-type': 'application/json', ...bearer(token) },
  });
  const guide = readFileSync(
    new URL('../../../docs/guides/monitoring.md', import.meta.url),
    'utf8',
  );
  const [, statement = ''] = /```sql\n([\s\S]*?)```/.exec(guide) ?? [];
  const database = new DatabaseSync(file, { readOnly: true });
  const found = database
    .prepare(statement.replaceAll('weapp_login_store.', 'weapp_login_store_'))
    .all();
  database.close();
  await server.close();
  await store.close();
  expect(found).toEqual([expect.objectContaining({ id: user.id, nickname: '小明🎐' })]);
  expect(server.logLines().filter(({ userId }) => userId === user.id)).toMatchObject([
    { route: '/login' },
    { route: '/me/profile' },
  ]);
});

import type { FakeWechat } from '@weapp-login/fake-wechat';
import { expect, test } from 'vitest';
import { appId, failureOf, testClient } from '../test/client.ts';
import { startFake } from '../test/start-fake.ts';

const xiaoming = { personId: 'xiaoming', appId };
const logIn = (fake: FakeWechat) =>
  testClient(fake.url).code2Session({ code: fake.issueCode(xiaoming) });

test('the session_key of the last login is current, the one before is not', async () => {
  const fake = await startFake();
  const client = testClient(fake.url);
  const before = await logIn(fake);
  const last = await logIn(fake);
  expect(await client.checkSessionKey(last)).toBe(true);
  expect(await client.checkSessionKey(before)).toBe(false);
});

test('a session_key that WeChat has none of is not current', async () => {
  const fake = await startFake();
  const openid = fake.openidOf(xiaoming);
  const key = { openid, sessionKey: 'AAAAAAAAAAAAAAAAAAAAAA==' };
  expect(await testClient(fake.url).checkSessionKey(key)).toBe(false);
});

test.each([
  ['busy', -1],
  ['over quota', 45011],
  ['given an unknown openid', 40003],
])('a WeChat that is %s reveals nothing about the key', async (_what, errcode) => {
  const fake = await startFake();
  const key = await logIn(fake);
  fake.fail({ kind: 'errcode', errcode }, { endpoint: '/wxa/checksession' });
  const failure = await failureOf(testClient(fake.url).checkSessionKey(key));
  expect(failure).toMatchObject({ kind: 'rejected', errcode });
});

test('a check is repeated where it can do no harm', async () => {
  const fake = await startFake();
  const key = await logIn(fake);
  fake.fail({ kind: 'drop' }, { endpoint: '/wxa/checksession', times: 1 });
  expect(await testClient(fake.url).checkSessionKey(key)).toBe(true);
});

test('a reset gives the new session_key and ends the old one', async () => {
  const fake = await startFake();
  const client = testClient(fake.url);
  const old = await logIn(fake);
  const { sessionKey } = await client.resetUserSessionKey(old);
  expect(sessionKey).toBe(fake.sessionKeyOf(xiaoming));
  expect(await client.checkSessionKey({ ...old, sessionKey })).toBe(true);
  expect(await failureOf(client.resetUserSessionKey(old))).toMatchObject({
    kind: 'rejected',
    errcode: 87009,
    errmsg: 'invalid signature',
  });
});

test('a reset that may have happened is not repeated', async () => {
  const fake = await startFake();
  const key = await logIn(fake);
  const endpoint = '/wxa/resetusersessionkey';
  fake.fail({ kind: 'hang' }, { endpoint });
  expect(
    await failureOf(testClient(fake.url, { totalTimeoutMs: 800 }).resetUserSessionKey(key)),
  ).toMatchObject({
    reason: 'timeout',
    maybeProcessed: true,
  });
  expect(fake.calls(endpoint)).toBe(1);
  expect(await testClient(fake.url).checkSessionKey(key)).toBe(false);
});

import type { FakeWechat } from '@weapp-login/fake-wechat';
import { expect, test } from 'vitest';
import { startAnsweringServer } from '../test/answering-server.ts';
import { appId, failureOf, testClient } from '../test/client.ts';
import { startFake } from '../test/start-fake.ts';

const codeOf = (fake: FakeWechat, personId: string) => fake.issuePhoneCode({ personId, appId });
const endpoint = '/wxa/business/getuserphonenumber';

test.each([
  ['xiaoming', '12066600001', '12066600001', '86'],
  ['dawei', '+12025550143', '2025550143', '1'],
])('a code of %s becomes a phone number', async (id, phoneNumber, purePhoneNumber, countryCode) => {
  const fake = await startFake();
  expect(await testClient(fake.url).getPhoneNumber({ code: codeOf(fake, id) })).toEqual({
    phoneNumber,
    purePhoneNumber,
    countryCode,
  });
});

test('a code is good for the person who is named with it only', async () => {
  const fake = await startFake();
  const client = testClient(fake.url);
  const openids = ['xiaoming', 'dawei'].map((personId) => fake.openidOf({ personId, appId }));
  const code = codeOf(fake, 'xiaoming');
  expect(
    await failureOf(client.getPhoneNumber({ code, openid: String(openids[1]) })),
  ).toMatchObject({ kind: 'rejected', errcode: 40029 });
  expect(await client.getPhoneNumber({ code, openid: String(openids[0]) })).toHaveProperty(
    'phoneNumber',
  );
});

test('a used code is rejected with errcode and rid', async () => {
  const fake = await startFake();
  const client = testClient(fake.url);
  const code = codeOf(fake, 'xiaoming');
  await client.getPhoneNumber({ code });
  expect(await failureOf(client.getPhoneNumber({ code }))).toEqual({
    kind: 'rejected',
    errcode: 40029,
    errmsg: 'invalid code',
    rid: expect.stringMatching(/^[\da-f-]{26}$/),
  });
});

test('a code that may be spent is not sent again', async () => {
  const fake = await startFake();
  fake.fail({ kind: 'hang' }, { endpoint });
  const call = testClient(fake.url, { totalTimeoutMs: 800 }).getPhoneNumber({
    code: codeOf(fake, 'xiaoming'),
  });
  expect(await failureOf(call)).toEqual({
    kind: 'unreachable',
    reason: 'timeout',
    maybeProcessed: true,
  });
  expect(fake.calls(endpoint)).toBe(1);
});

test('a caller who gives up is not waited for', async () => {
  const fake = await startFake();
  fake.fail({ kind: 'hang' }, { endpoint });
  const signal = AbortSignal.timeout(30);
  const call = testClient(fake.url).getPhoneNumber({ code: codeOf(fake, 'dawei'), signal });
  expect(await failureOf(call)).toMatchObject({ reason: 'aborted' });
});

const answerTo =
  (phoneInfo: string) =>
  (url = '') =>
    url === '/cgi-bin/stable_token'
      ? '{"access_token":"t","expires_in":7200}'
      : `{"errcode":0,"errmsg":"ok"${phoneInfo}}`;

test('a country code that is a number becomes text', async () => {
  const answer = answerTo(
    ',"phone_info":{"phoneNumber":"1","purePhoneNumber":"1","countryCode":86}',
  );
  const server = await startAnsweringServer((req, res) => res.end(answer(req.url)));
  const phone = await testClient(server.url).getPhoneNumber({ code: 'c' });
  await server.close();
  expect(phone.countryCode).toBe('86');
});

test('an answer without a phone number is malformed', async () => {
  const server = await startAnsweringServer((req, res) => res.end(answerTo('')(req.url)));
  const failure = await failureOf(testClient(server.url).getPhoneNumber({ code: 'c' }));
  await server.close();
  expect(failure).toMatchObject({ kind: 'malformed', fault: expect.stringMatching(/^phone_info/) });
});

import { inspect } from 'node:util';
import { type Failure, startFakeWechat } from '@weapp-login/fake-wechat';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startAnsweringServer } from '../test/answering-server.ts';
import { appId, appSecret, errorOf, hastyClient, testClient } from '../test/client.ts';
import { signWithSessionKey, type WechatError } from './index.ts';

const sessionKey = 'c2Vzc2lvbi1rZXktc2VjcmV0';

let fake: Awaited<ReturnType<typeof startFakeWechat>>;
beforeAll(async () => {
  fake = await startFakeWechat();
});
afterAll(() => fake.close());

/** Everything that a logger, an error tracker or a debugger could make of it. */
const printed = (error: WechatError) =>
  [
    inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true, getters: true }),
    JSON.stringify(error),
    String(error),
    error.stack,
    inspect(error.cause, { depth: Number.POSITIVE_INFINITY, showHidden: true }),
  ].join('\n');

function expectNoSecret(error: WechatError, code: string) {
  const text = printed(error);
  for (const secret of [appSecret, code, encodeURIComponent(code), sessionKey])
    expect(text).not.toContain(secret);
  expect(text).not.toMatch(/jscode2session|AxiosError|ClientRequest/);
}

const failures: Failure[] = [
  { kind: 'errcode', errcode: 40029 },
  { kind: 'errcode', errcode: -1 },
  { kind: 'hang' },
  { kind: 'drop' },
  { kind: 'html' },
  { kind: 'html', status: 502 },
  { kind: 'status', status: 500 },
];

test.each(failures)('nothing secret is in the error of %j', async (failure) => {
  fake.fail(failure);
  const code = fake.issueCode({ personId: 'xiaoming', appId });
  const error = await errorOf(hastyClient(fake.url).code2Session({ code }));
  fake.clearFailures();
  expectNoSecret(error, code);
});

test.each(['http://127.0.0.1:1', 'https://127.0.0.1:1'])(
  'nothing secret is in the error of %s, where nothing listens',
  async (url) => {
    const code = 'code-that-must-not+leak';
    expectNoSecret(await errorOf(testClient(url).code2Session({ code })), code);
  },
);

test.each([
  ['an errmsg that echoes the request', '{"errcode":40125,"errmsg":"bad URL"}'],
  ['a session_key without an openid', `{"session_key":"${sessionKey}"}`],
  ['an answer that breaks off in session_key', `{"openid":"o","session_key":"${sessionKey}`],
  ['an unreadable page that quotes session_key', `<p>${sessionKey}</p>`],
])('nothing secret is in the error of %s', async (_, body) => {
  const server = await startAnsweringServer((request, response) =>
    response.end(
      body.replace('URL', decodeURIComponent((request.url ?? '').replace(/^.*secret=/, ''))),
    ),
  );
  const code = 'code-that-must-not+leak';
  const error = await errorOf(testClient(server.url).code2Session({ code }));
  await server.close();
  expectNoSecret(error, code);
});

test.each(failures)(
  'nothing secret is in the error of %j where an access_token is used',
  async (failure) => {
    const client = testClient(fake.url, { totalTimeoutMs: 1_000 });
    const { accessToken } = await client.getStableAccessToken();
    const person = { personId: 'xiaoming', appId };
    const identity = await client.code2Session({ code: fake.issueCode(person) });
    const code = fake.issuePhoneCode(person);
    fake.fail(failure);
    const errors = await Promise.all([
      errorOf(client.getPhoneNumber({ code, openid: identity.openid })),
      errorOf(client.checkSessionKey(identity)),
      errorOf(client.resetUserSessionKey(identity)),
      errorOf(hastyClient(fake.url).getPhoneNumber({ code })),
      errorOf(hastyClient(fake.url).getStableAccessToken()),
    ]);
    fake.clearFailures();
    const signature = signWithSessionKey({ sessionKey: identity.sessionKey, message: '' });
    const text = errors.map(printed).join('\n');
    for (const secret of [appSecret, code, accessToken, identity.sessionKey, signature])
      expect(text).not.toContain(secret);
    expect(text).not.toMatch(/stable_token|getuserphonenumber|AxiosError/);
  },
);

test.each([
  ['an errmsg that echoes the request', '{"errcode":40097,"errmsg":"bad URL BODY"}'],
  ['a phone number that lacks a part', '{"phone_info":{"phoneNumber":"12066600001"}}'],
])('nothing secret is in the error of %s', async (_, body) => {
  const accessToken = 'token-that-must-not-leak';
  const code = 'code-that-must-not+leak';
  const server = await startAnsweringServer(async (request, response) => {
    if (request.url === '/cgi-bin/stable_token')
      return response.end(JSON.stringify({ access_token: accessToken, expires_in: 7200 }));
    const [sent] = await request.setEncoding('utf8').toArray();
    response.end(body.replace('URL', request.url ?? '').replace('BODY', JSON.parse(sent).code));
  });
  const error = await errorOf(testClient(server.url).getPhoneNumber({ code }));
  await server.close();
  expect(error.failure.kind).not.toBe('unreachable');
  for (const secret of [accessToken, code, '12066600001'])
    expect(printed(error)).not.toContain(secret);
});

test('nothing secret is in the error of a stable_token that echoes the request', async () => {
  const server = await startAnsweringServer(async (request, response) => {
    const [sent] = await request.setEncoding('utf8').toArray();
    response.end(JSON.stringify({ errcode: 40125, errmsg: `bad ${sent}` }));
  });
  const error = await errorOf(testClient(server.url).getStableAccessToken());
  await server.close();
  expect(error.failure).toMatchObject({ kind: 'rejected', errcode: 40125 });
  expect(printed(error)).not.toContain(appSecret);
});

test('an errmsg becomes one short line', async () => {
  const server = await startAnsweringServer((_, response) =>
    response.end(JSON.stringify({ errcode: 1, errmsg: `one\n\u001b[31mtwo${'x'.repeat(999)}` })),
  );
  const { failure } = await errorOf(testClient(server.url).code2Session({ code: 'code' }));
  await server.close();
  if (failure.kind !== 'rejected') throw new Error(failure.kind);
  expect(failure.errmsg).toMatch(/^one \[31mtwox+$/);
  expect(failure.errmsg.length).toBeLessThanOrEqual(200);
});

test('a code that is not well-formed text is rejected like any other, and not thrown back', async () => {
  const code = 'code-\ud83c-of-someone';
  const error = await errorOf(hastyClient(fake.url).code2Session({ code }));
  expect(error.failure).toMatchObject({ kind: 'rejected', errcode: 40029 });
});

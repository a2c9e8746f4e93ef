import type { Failure } from '@weapp-login/fake-wechat';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ProblemCode } from 'weapp-login';
import { meResponseSchema } from 'weapp-login/schemas';
import { appId, bearer, problemOf, startTestServer, type TestServer } from '../../test/server.ts';

let server: TestServer;
beforeAll(async () => {
  // Of a first request on a busy machine, the time that other tests allow is not enough.
  server = await startTestServer({ wechatTimeouts: { connectMs: 1_000, totalMs: 1_500 } });
});
afterEach(() => server.fake.clearFailures());
afterAll(() => server.close());

const phoneCode = (personId: string) => server.fake.issuePhoneCode({ personId, appId });
const send = async (code: string, personId = 'xiaoming') => {
  const { token } = await server.login(personId);
  return server.post('/me/phone', { code }, bearer(token));
};
const endpoint = '/wxa/business/getuserphonenumber';

test.each([
  ['xiaoming', '120******01'],
  ['dawei', '+120******43'],
])(
  'the number of %s is answered with the user, masked, and lasts',
  async (personId, phoneNumber) => {
    const response = await send(phoneCode(personId), personId);
    expect(meResponseSchema.parse(await response.json()).user.phoneNumber).toBe(phoneNumber);
    expect((await server.login(personId)).user.phoneNumber).toBe(phoneNumber);
  },
);

describe('phone-code-rejected is answered to', () => {
  test.each<[string, () => string]>([
    ['a code that was not issued', () => 'made-up'],
    ['a code of wx.login', () => server.codeOf('xiaoming')],
    ["the code of another user's button", () => phoneCode('dawei')],
    [
      'a code of another AppID',
      () => server.fake.issuePhoneCode({ personId: 'xiaoming', appId: 'wx0000000000000002' }),
    ],
  ])('%s', async (_, code) => {
    expect((await problemOf(await send(code()))).code).toBe('phone-code-rejected');
    expect(server.logLines().at(-1)).toMatchObject({
      route: '/me/phone',
      problem: 'phone-code-rejected',
      errcode: expect.any(Number),
    });
  });

  test('a code that was used', async () => {
    const code = phoneCode('xiaoming');
    expect((await send(code)).status).toBe(200);
    expect((await problemOf(await send(code))).code).toBe('phone-code-rejected');
  });
});

const rows: [Failure, ProblemCode][] = [
  [{ kind: 'errcode', errcode: -1 }, 'wechat-unavailable'],
  [{ kind: 'errcode', errcode: 45011 }, 'too-many-requests'],
  [{ kind: 'errcode', errcode: 45009 }, 'too-many-requests'],
  [{ kind: 'hang' }, 'wechat-unavailable'],
  [{ kind: 'html' }, 'wechat-unavailable'],
  [{ kind: 'errcode', errcode: 40001 }, 'internal'],
];
test.each(rows)('%j of WeChat is %s', async (failure, code) => {
  server.fake.fail(failure, { endpoint });
  expect((await problemOf(await send(phoneCode('xiaoming')))).code).toBe(code);
});

test.each([
  [40164, 'add the address that errmsg names'],
  [40013, 'copy the AppID'],
  [40125, 'check that AppID and AppSecret belong together'],
  [89503, 'ask the administrator to confirm it'],
])('%i for the access_token is logged with what to fix', async (errcode, fix) => {
  const lonely = await startTestServer();
  const { token } = await lonely.login('xiaoming');
  lonely.fake.fail({ kind: 'errcode', errcode }, { endpoint: '/cgi-bin/stable_token' });
  const code = lonely.fake.issuePhoneCode({ personId: 'xiaoming', appId });
  const problem = await problemOf(await lonely.post('/me/phone', { code }, bearer(token)));
  await lonely.close();
  expect(problem.code).toBe('internal');
  expect(lonely.logLines().at(-2)).toMatchObject({
    level: 'error',
    errcode,
    msg: expect.stringContaining(fix),
  });
});

test('an access_token that was invalidated elsewhere is replaced without a failure', async () => {
  await send(phoneCode('xiaoming'));
  server.fake.revokeAccessTokens({ appId });
  expect((await send(phoneCode('xiaoming'))).status).toBe(200);
});

import type { Failure } from '@weapp-login/fake-wechat';
import { touristApp } from '@weapp-login/fake-wechat';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ProblemCode } from 'weapp-login';
import { problemOf, startTestServer, type TestServer } from '../../test/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterEach(() => server.fake.clearFailures());
afterAll(() => server.close());

const login = (headers: Record<string, string> = {}) =>
  server.post('/login', { code: server.codeOf('dawei') }, headers);
const lastLines = (count: number) => server.logLines().slice(-count);

const rows: [Failure, ProblemCode, { status: number; retryAfter?: string }][] = [
  [{ kind: 'errcode', errcode: 40029 }, 'code-rejected', { status: 400 }],
  [{ kind: 'errcode', errcode: 40163 }, 'code-rejected', { status: 400 }],
  [{ kind: 'errcode', errcode: 40226 }, 'user-blocked', { status: 403 }],
  [{ kind: 'errcode', errcode: 45011 }, 'too-many-requests', { status: 429, retryAfter: '60' }],
  [{ kind: 'errcode', errcode: -1 }, 'wechat-unavailable', { status: 503, retryAfter: '5' }],
  [{ kind: 'hang' }, 'wechat-unavailable', { status: 503, retryAfter: '5' }],
  [{ kind: 'latency', ms: 3_000 }, 'wechat-unavailable', { status: 503, retryAfter: '5' }],
  [{ kind: 'drop' }, 'wechat-unavailable', { status: 503, retryAfter: '5' }],
  [{ kind: 'html' }, 'wechat-unavailable', { status: 503, retryAfter: '5' }],
  [{ kind: 'html', status: 502 }, 'wechat-unavailable', { status: 503, retryAfter: '5' }],
  [{ kind: 'status', status: 500 }, 'wechat-unavailable', { status: 503, retryAfter: '5' }],
  [{ kind: 'errcode', errcode: 40013 }, 'internal', { status: 500 }],
  [{ kind: 'errcode', errcode: 40125 }, 'internal', { status: 500 }],
  [{ kind: 'errcode', errcode: 99999 }, 'internal', { status: 500 }],
];

test.each(rows)('%j is %s', async (failure, code, { status, retryAfter }) => {
  server.fake.fail(failure);
  const response = await login();
  expect(response.status).toBe(status);
  expect(response.headers.get('retry-after')).toBe(retryAfter ?? null);
  const problem = await problemOf(response);
  expect(problem).toMatchObject({ code, status, type: `/docs/problems#${code}` });
  expect(problem.requestId).toBe(response.headers.get('x-request-id'));
});

test("WeChat's own words and request id stay in the log", async () => {
  server.fake.fail({ kind: 'errcode', errcode: 40029 });
  const answer = await (await login()).text();
  expect(answer).not.toMatch(/invalid code|rid/i);
  expect(lastLines(1)[0]).toMatchObject({
    level: 'info',
    route: '/login',
    status: 400,
    problem: 'code-rejected',
    errcode: 40029,
    errmsg: 'invalid code',
    rid: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{8}){2}$/),
  });
});

test('a used code is code-rejected, and says that it was used', async () => {
  const code = server.codeOf('dawei');
  await server.post('/login', { code });
  const problem = await problemOf(await server.post('/login', { code }));
  expect(problem).toMatchObject({ code: 'code-rejected', detail: 'The code was used before.' });
});

test('nothing at WeChat’s address is wechat-unavailable, and the code is unspent', async () => {
  const lonely = await startTestServer({ wechatApiUrl: 'http://127.0.0.1:1' });
  const problem = await problemOf(await lonely.post('/login', { code: 'c' }));
  const line = lonely.logLines().at(-1);
  await lonely.close();
  expect(problem).toMatchObject({
    code: 'wechat-unavailable',
    detail: 'WeChat cannot be reached.',
  });
  expect(line).toMatchObject({ level: 'warn', wechat: 'refused' });
});

test.each([
  [{ kind: 'hang' }, 'timeout'],
  [{ kind: 'status', status: 500 }, 'status 500'],
  [{ kind: 'html' }, 'malformed: not JSON'],
] as const)('the log line says how WeChat failed: %j', async (failure, wechat) => {
  server.fake.fail(failure);
  await login();
  expect(lastLines(1)[0]).toMatchObject({ level: 'warn', status: 503, wechat });
});

describe('a wrong setting is logged with its name', () => {
  test.each([
    [40013, 'WECHAT_APP_ID', 'WeChat knows no such AppID: copy the AppID'],
    [40125, 'WECHAT_APP_SECRET', 'the AppSecret is not that of the AppID: check'],
    [40243, 'WECHAT_APP_SECRET', 'the AppSecret is frozen: unfreeze it'],
  ])('%i: %s', async (errcode, setting, msg) => {
    server.fake.fail({ kind: 'errcode', errcode });
    const { requestId } = await problemOf(await login());
    expect(lastLines(2)[0]).toMatchObject({
      level: 'error',
      requestId,
      errcode,
      setting,
      rid: expect.any(String),
      msg: expect.stringContaining(msg),
    });
  });

  test.each([
    ['48001', 48001, 'the mini program may not call this interface: '],
    ['50007', 50007, 'the account of the mini program is frozen: '],
    ['89503', 89503, 'an administrator has to confirm the call from this address: '],
    ['47001', 47001, 'the body is not JSON: report this as a bug'],
    ['unknown, with the words of WeChat', 99999, 'WeChat answered an unknown errcode: 99999'],
  ])('no setting is blamed for what none has caused: %s', async (_, errcode, msg) => {
    server.fake.fail({ kind: 'errcode', errcode });
    expect((await problemOf(await login())).code).toBe('internal');
    const [line] = lastLines(2);
    expect(line).toMatchObject({
      level: 'error',
      errcode,
      errmsg: expect.stringMatching(/./),
      rid: expect.any(String),
      page: expect.stringContaining('https://developers.weixin.qq.com/'),
      msg: expect.stringContaining(msg),
    });
    expect(line).not.toHaveProperty('setting');
  });

  test("a user whose account WeChat restricts is not the operator's fault", async () => {
    server.fake.fail({ kind: 'errcode', errcode: 50002 });
    const before = server.logLines().length;
    expect(await problemOf(await login())).toMatchObject({ code: 'user-blocked' });
    expect(server.logLines().slice(before)).toMatchObject([{ level: 'info', errcode: 50002 }]);
  });

  test('a wrong AppSecret, as WeChat meets it', async () => {
    const wrong = await startTestServer({
      apps: [{ appId: touristApp.appId, appSecret: 'ffffffffffffffffffffffffffffffff' }],
    });
    await wrong.login('dawei').catch(() => undefined);
    await wrong.close();
    expect(wrong.logLines()[0]).toMatchObject({ level: 'error', setting: 'WECHAT_APP_SECRET' });
  });
});

describe('a rejected code whose Referer names', () => {
  const rejectedFrom = async (referer: string) => {
    server.fake.fail({ kind: 'errcode', errcode: 40029 }, { times: 1 });
    const before = server.logLines().length;
    const problem = await problemOf(await login({ referer }));
    return { detail: problem.detail, lines: server.logLines().slice(before) };
  };

  test('another AppID: detail and log say so', async () => {
    const { detail, lines } = await rejectedFrom(
      'https://servicewechat.com/wx00000000000000ff/0/page-frame.html',
    );
    expect(detail).toBe('The mini program has AppID wx00000000000000ff, the server touristappid.');
    expect(lines[0]).toMatchObject({
      level: 'warn',
      callerAppId: 'wx00000000000000ff',
      msg: detail,
    });
  });

  test.each([
    'https://servicewechat.com/touristappid/devtools/page-frame.html',
    'https://example.com/wx00000000000000ff/0/page-frame.html',
    'https://servicewechat.com/%0Ainjected/0/page-frame.html',
  ])('%s: nothing of it', async (referer) => {
    const { detail, lines } = await rejectedFrom(referer);
    expect(detail).toMatch(/^The code is wrong/);
    expect(lines).toHaveLength(1);
  });
});

test('sessions go on working while WeChat is down', async () => {
  const { token } = await server.login('dawei');
  server.fake.fail({ kind: 'drop' });
  expect((await server.get('/me', token)).status).toBe(200);
});

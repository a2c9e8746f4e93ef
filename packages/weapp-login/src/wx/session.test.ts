import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { hangUp, json, problem, startApi } from '../../test/api.ts';
import { gate } from '../../test/gate.ts';
import { createPhone, type HostFault } from '../../test/phone.ts';
import { ClientFailure } from '../client/client-failure.ts';
import { createSend } from '../client/send.ts';
import { createSessionOn } from '../client/session.ts';
import { ProblemError, routes } from '../index.ts';
import { createWxLogin } from './wx-login.ts';
import { createWxStorage } from './wx-storage.ts';
import { createWxTransport } from './wx-transport.ts';

let api: Awaited<ReturnType<typeof startApi>>;
let host: ReturnType<typeof createPhone>;
let keys = 0;

beforeEach(async () => {
  api = await startApi();
  host = createPhone();
});
afterEach(() => api.close());

/** A run of the mini program on the phone; a second one finds the storage of the first. */
const start = (baseUrl = api.baseUrl, appId?: string) =>
  createSessionOn<typeof routes, string>({
    routes,
    send: createSend({ routes, transport: createWxTransport({ wx: host.wx, baseUrl }) }),
    getCode: createWxLogin({ wx: host.wx, sleep: async () => undefined }),
    storage: createWxStorage({ wx: host.wx, baseUrl }),
    appId,
    newKey: () => `key-${++keys}`,
  });

const failed = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no failure',
    (error: unknown) =>
      error instanceof ProblemError || error instanceof ClientFailure ? error.code : error,
  );

test('a login is remembered for this run and the next', async () => {
  const session = start();
  expect(session.current()).toBeUndefined();
  await session.login();
  expect(session.current()?.user.openid).toBe('openid-of-li');
  expect(start().current()).toEqual(session.current());
});

test('logins at the same time are one', async () => {
  const session = start();
  const opened = await Promise.all([session.login(), session.login(), session.login()]);
  expect(new Set(opened.map(({ token }) => token)).size).toBe(1);
  expect(api.count('POST /login')).toBe(1);
});

test('ten requests that get 401 together lead to one login, and each gets its answer', async () => {
  const session = start();
  await session.login();
  api.tokens.clear();
  const answers = await Promise.all(Array.from({ length: 10 }, () => session.call('me', {})));
  expect(answers.map(({ user }) => user.openid)).toEqual(Array(10).fill('openid-of-li'));
  expect(api.count('POST /login')).toBe(2);
});

test('a 401 that arrives after the token was replaced keeps the new token, and repeats with it', async () => {
  const session = start();
  await session.login();
  api.tokens.clear();
  const late = gate();
  let first = true;
  api.script = async ({ route }) => {
    if (route !== 'GET /me' || !first) return undefined;
    first = false;
    await late.promise;
    return problem('session-required');
  };
  const slow = session.call('me', {});
  await vi.waitFor(() => expect(api.count('GET /me')).toBe(1));
  await session.call('me', {});
  const fresh = session.current();
  late.release();
  expect((await slow).user.openid).toBe('openid-of-li');
  expect(session.current()).toEqual(fresh);
  expect(start().current()).toEqual(fresh);
  expect(api.count('POST /login')).toBe(2);
});

test('a fresh token that gets 401 as well is not followed by another login', async () => {
  const session = start();
  await session.login();
  api.script = ({ route }) => (route === 'GET /me' ? problem('session-required') : undefined);
  expect(await failed(session.call('me', {}))).toBe('session-required');
  expect(api.count('POST /login')).toBe(2);
  expect(api.count('GET /me')).toBe(2);
});

test('a request that fails in another way than 401 is not repeated', async () => {
  const session = start();
  await session.login();
  api.script = ({ route }) => (route === 'GET /me' ? problem('internal') : undefined);
  expect(await failed(session.call('me', {}))).toBe('internal');
  expect(api.count('GET /me')).toBe(1);
  expect(api.count('POST /login')).toBe(1);
});

test('a re-login that fails keeps the session, so that a later request can heal it', async () => {
  const session = start();
  await session.login();
  api.tokens.clear();
  api.script = ({ route }) => (route === 'POST /login' ? problem('wechat-unavailable') : undefined);
  expect(await failed(session.call('me', {}))).toBe('wechat-unavailable');
  api.script = () => undefined;
  await session.call('me', {});
  expect(api.tokens).toContain(session.current()?.token);
});

test('a code that WeChat rejects is replaced once', async () => {
  let rejections = 1;
  api.script = ({ route }) =>
    route === 'POST /login' && rejections-- > 0 ? problem('code-rejected') : undefined;
  await start().login();
  expect(api.received.map(({ body }) => body?.code)).toEqual(['code-1', 'code-2']);
  expect(new Set(api.received.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(2);
});

test('a second code that WeChat rejects is reported to the user', async () => {
  api.script = () => problem('code-rejected');
  expect(await failed(start().login())).toBe('code-rejected');
  expect(api.count('POST /login')).toBe(2);
});

test('a login whose answer got lost is asked for again with the same code and key', async () => {
  let losses = 1;
  api.script = (request) => {
    if (losses-- === 0) return undefined;
    api.carryOut(request);
    return hangUp;
  };
  const session = start();
  await session.login();
  const [lost, repeated] = api.received;
  expect(repeated).toEqual(lost);
  expect(lost?.idempotencyKey).toMatch(/^key-/);
  expect([...api.tokens]).toEqual([session.current()?.token]);
});

test('a login without a response twice is reported to the user', async () => {
  api.script = () => hangUp;
  expect(await failed(start().login())).toBe('unreachable');
  expect(api.count('POST /login')).toBe(2);
});

test('a failed login does not stand in the way of the next', async () => {
  const session = start();
  host.phone.loginFailures = [1402101];
  expect(await failed(session.login())).toBe('login-blocked');
  await session.login();
  expect(session.current()).toBeDefined();
});

test('logging out forgets the session here and closes it on the server', async () => {
  const session = start();
  await session.login();
  session.logout();
  expect(session.current()).toBeUndefined();
  expect(start().current()).toBeUndefined();
  await vi.waitFor(() => expect(api.tokens.size).toBe(0));
});

test('logging out works without a network', async () => {
  const session = start();
  await session.login();
  host.phone.requestFailures = [600001];
  session.logout();
  expect(session.current()).toBeUndefined();
  expect(await failed(session.call('me', {}))).toBe('session-required');
});

test('a login that completes after the person logged out is closed again', async () => {
  const session = start();
  const answer = gate();
  api.script = async ({ route }) => {
    if (route === 'POST /login') await answer.promise;
    return undefined;
  };
  const login = failed(session.login());
  await vi.waitFor(() => expect(api.count('POST /login')).toBe(1));
  session.logout();
  answer.release();
  expect(await login).toBe('logged-out');
  expect(session.current()).toBeUndefined();
  await vi.waitFor(() => expect(api.count('POST /logout')).toBe(1));
  expect(api.tokens.size).toBe(0);
});

test('logging out everywhere ends every session, and forgets this one', async () => {
  const elsewhere = start();
  await elsewhere.login();
  const session = start();
  await session.login();
  await session.logoutEverywhere();
  expect(api.tokens.size).toBe(0);
  expect(session.current()).toBeUndefined();
  expect(start().current()).toBeUndefined();
});

test('logging out everywhere keeps the session where the server could not do it', async () => {
  const session = start();
  await session.login();
  api.script = () => problem('store-unavailable');
  expect(await failed(session.logoutEverywhere())).toBe('store-unavailable');
  expect(session.current()).toBeDefined();
});

test('a login names the AppID, unless there is none to name', async () => {
  await start().login();
  await start(api.baseUrl, 'wx0123456789abcdef').login();
  expect(api.received.map(({ body }) => body)).toEqual([
    { code: 'code-1' },
    { code: 'code-2', appId: 'wx0123456789abcdef' },
  ]);
});

test('a login after a log-out is a login of its own, even while an older one is under way', async () => {
  const session = start();
  const answer = gate();
  api.script = async ({ body }) => {
    if (body?.code === 'code-1') await answer.promise;
    return undefined;
  };
  const older = failed(session.login());
  await vi.waitFor(() => expect(api.count('POST /login')).toBe(1));
  session.logout();
  const { token } = await session.login();
  answer.release();
  expect(await older).toBe('logged-out');
  expect(session.current()?.token).toBe(token);
  await vi.waitFor(() => expect([...api.tokens]).toEqual([token]));
});

test('an older login that ends does not disturb the one that is under way', async () => {
  const session = start();
  const gates = { 'code-1': gate(), 'code-2': gate() };
  api.script = async ({ body }) => {
    await gates[body?.code as keyof typeof gates]?.promise;
    return undefined;
  };
  const older = failed(session.login());
  await vi.waitFor(() => expect(api.count('POST /login')).toBe(1));
  session.logout();
  const newer = session.login();
  await vi.waitFor(() => expect(api.count('POST /login')).toBe(2));
  gates['code-1'].release();
  expect(await older).toBe('logged-out');
  gates['code-2'].release();
  expect(session.current()).toBeUndefined();
  expect(await newer).toEqual(session.current());
});

test('a 401 that arrives after the person logged out does not log in again', async () => {
  const session = start();
  await session.login();
  const answer = gate();
  api.script = async ({ route }) => {
    if (route !== 'GET /me') return undefined;
    await answer.promise;
    return problem('session-required');
  };
  const refresh = failed(session.call('me', {}));
  await vi.waitFor(() => expect(api.count('GET /me')).toBe(1));
  session.logout();
  answer.release();
  expect(await refresh).toBe('logged-out');
  expect(api.count('POST /login')).toBe(1);
});

test('a call before the first login logs in first, once for all of them', async () => {
  const session = start();
  const answers = await Promise.all([session.call('me', {}), session.call('sessions', {})]);
  expect(answers[0].user.openid).toBe('openid-of-li');
  expect(api.count('POST /login')).toBe(1);
  expect(session.current()).toBeDefined();
});

test('a call of a route without a session needs no login', async () => {
  api.script = ({ route }) => (route === 'POST /openid' ? json(200, { openid: 'o' }) : undefined);
  expect(await start().call('openid', { body: { code: 'code' } })).toEqual({ openid: 'o' });
  expect(api.count('POST /login')).toBe(0);
});

test('the next run of the mini program does not log a person in who has logged out', async () => {
  const session = start();
  await session.login();
  session.logout();
  const next = start();
  expect(await failed(next.call('me', {}))).toBe('session-required');
  await next.login();
  expect(await failed(start().call('me', {}))).toBe('no failure');
});

test("another user's response does not become the session", async () => {
  const session = start();
  const { user } = await session.login();
  api.script = ({ route }) =>
    route === 'GET /me' ? json(200, { user: { ...user, id: 'user-2' } }) : undefined;
  await session.call('me', {});
  expect(session.current()?.user).toEqual(user);
});

test('with a full storage the login lasts for this run', async () => {
  host.phone.storageFull = true;
  const session = start();
  await session.login();
  expect((await session.call('me', {})).user.openid).toBe('openid-of-li');
  expect(start().current()).toBeUndefined();
});

test('what a refresh learns is remembered', async () => {
  const session = start();
  await session.login();
  api.user = { ...api.user, unionid: 'unionid-of-li' };
  await session.call('me', {});
  expect(session.current()?.user.unionid).toBe('unionid-of-li');
  expect(start().current()?.user.unionid).toBe('unionid-of-li');
});

test('what is known already is not written again', async () => {
  const session = start();
  await session.login();
  host.phone.faults.setStorageSync = 'throws';
  const before = session.current();
  await session.call('me', {});
  expect(session.current()).toBe(before);
});

test('a token is never shown to another server', async () => {
  await start().login();
  expect(start('http://127.0.0.1:1').current()).toBeUndefined();
});

test('a stored session of an unknown shape is taken for none', async () => {
  await start().login();
  const [key] = host.phone.storage.keys();
  host.phone.storage.set(key ?? '', { token: 'token-1' });
  expect(start().current()).toBeUndefined();
});

describe('after a log-out, whatever storage does, nothing is left of the session', () => {
  const methods = ['removeStorageSync', 'setStorageSync', 'getFileSystemManager'] as const;

  async function loggedOut(broken: readonly string[], fault: HostFault) {
    const session = start();
    await session.login();
    for (const name of broken) host.phone.faults[name] = fault;
    session.logout();
    expect(session.current()).toBeUndefined();
    return session;
  }

  test.each([
    ['missing', [methods[0]]],
    ['throws', [methods[0]]],
    ['throws', [methods[0], methods[1]]],
    ['throws', [methods[0], methods[2]]],
    ['missing', [methods[0], methods[1]]],
    ['silent', [methods[0]]],
    ['silent', [methods[0], methods[1]]],
    ['throws', ['getStorageSync', ...methods.slice(0, 2)]],
  ] as const)('(%s: %s), also when it works again', async (fault, broken) => {
    await loggedOut(broken, fault);
    expect(start().current()).toBeUndefined();
    host.phone.faults = {};
    const next = start();
    expect(next.current()).toBeUndefined();
    expect(await failed(next.call('me', {}))).toBe('session-required');
    expect(host.phone.codes).toBe(1);
  });

  test('where it can forget nothing, nothing that it holds is used', async () => {
    await loggedOut(methods, 'throws');
    expect(start().current()).toBeUndefined();
  });

  test('a login after it is remembered again', async () => {
    const session = await loggedOut([methods[0], methods[1]], 'throws');
    host.phone.faults = {};
    await session.login();
    expect(start().current()).toEqual(session.current());
    expect(start().current()).toEqual(session.current());
  });

  test('and the log-out of one server is not that of another', async () => {
    await loggedOut([methods[0], methods[1]], 'throws');
    host.phone.faults = {};
    const other = await startApi();
    try {
      const elsewhere = start(other.baseUrl);
      await elsewhere.login();
      expect(start(other.baseUrl).current()).toEqual(elsewhere.current());
      expect(start().current()).toBeUndefined();
    } finally {
      await other.close();
    }
  });
});

test('a log-out everywhere whose response got lost does not log in again', async () => {
  const session = start();
  await session.login();
  api.script = (request) => {
    if (request.route !== 'DELETE /sessions') return undefined;
    api.carryOut(request);
    return hangUp;
  };
  expect(await failed(session.logoutEverywhere())).toBe('unreachable');
  // Also in the next run of the mini program.
  const next = start();
  expect(await failed(next.call('me', {}))).toBe('logged-out');
  expect(next.current()).toBeUndefined();
  expect(await failed(session.call('me', {}))).toBe('logged-out');
  expect(host.phone.codes).toBe(1);
  await next.login();
  expect(next.current()).not.toHaveProperty('leaving');
});

test('the clock of the phone decides nothing', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  try {
    for (const now of ['1970-01-02', '2099-01-01']) {
      vi.setSystemTime(now);
      const session = start();
      await session.login();
      await session.call('me', {});
      expect(start().current()).toEqual(session.current());
      session.logout();
    }
  } finally {
    vi.useRealTimers();
  }
});

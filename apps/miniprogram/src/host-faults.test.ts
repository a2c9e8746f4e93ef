import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { startApi } from 'weapp-login/test/api';
import { createPhone, type HostFault } from 'weapp-login/test/phone';
import { buildForTest, source } from '../test/dist.ts';
import { runMiniProgram } from '../test/run.ts';

let api: Awaited<ReturnType<typeof startApi>>;
let dist: Awaited<ReturnType<typeof buildForTest>>;
let host: ReturnType<typeof createPhone>;
let codes = 0;
const unhandled: unknown[] = [];
const keep = (reason: unknown) => unhandled.push(reason);

beforeAll(async () => {
  api = await startApi();
  dist = await buildForTest(api.baseUrl);
  process.on('unhandledRejection', keep);
});
afterAll(async () => {
  process.off('unhandledRejection', keep);
  await api.close();
  await dist.remove();
});
beforeEach(() => {
  host = createPhone();
  // WeChat issues no code twice.
  host.phone.codes = codes += 100;
  host.phone.files.set('http://tmp/a.png', new File(['pixels'], 'a.png', { type: 'image/png' }));
});
afterEach(() => expect(unhandled.splice(0)).toEqual([]));

/** Every method of `wx` that a module of the mini program calls. */
const methods = Object.keys(createPhone().wx).filter((name) => name !== 'env');
const faults: HostFault[] = ['missing', 'throws', 'fails', 'silent'];
/** Their fault is a failure of the login itself. */
const needed = ['login', 'request'];

const settled = async (task: unknown) => {
  // A call that is never answered is given up after seconds, which another test waits for.
  await Promise.race([task, new Promise((resolve) => setTimeout(resolve, 1_000))]);
};

describe.each(methods)('a host whose wx.%s', (name) => {
  test.each(faults)('is one that %s still runs every page', async (fault) => {
    const { phone, wx } = host;
    phone.faults[name] = fault;
    const index = runMiniProgram(dist.output, wx, 'pages/index/index').page;
    index.onLoad();
    index.onShow();
    await settled(index.onLogin());
    if (needed.includes(name)) {
      if (fault !== 'silent')
        expect(index.data).toMatchObject({ busy: false, failure: { action: 'retry' } });
      return;
    }
    // Without getAccountInfoSync, it is the released version, which has no address here.
    if (name !== 'getAccountInfoSync') expect(index.data.account).not.toBeNull();
    index.onCopy({ currentTarget: { dataset: { value: 'openid-of-li' } } });

    const me = runMiniProgram(dist.output, wx, 'pages/me/me').page;
    me.onLoad();
    await settled(me.onShow());
    me.onTerms();
    for (const task of [
      () => me.onAvatar({ detail: { avatarUrl: 'http://tmp/a.png' } }),
      () => me.onNickname({ detail: { value: { nickname: '李雷' } } }),
      () => me.onPhone({ detail: { errMsg: 'getPhoneNumber:ok', code: 'phone-code' } }),
    ])
      await settled(task());

    const devices = runMiniProgram(dist.output, wx, 'pages/devices/devices').page;
    devices.onLoad();
    await settled(devices.onShow());
    await settled(devices.onRevokeAll());

    await settled(index.onLogout());
    expect(index.data).toMatchObject({ account: null });
    const next = runMiniProgram(dist.output, wx, 'pages/index/index').page;
    next.onLoad();
    next.onShow();
    expect(next.data).toMatchObject({ account: null, busy: false });
  });
});

test('every method of wx that is called here is one of them', () => {
  const called = [source, fileURLToPath(new URL('.', import.meta.resolve('weapp-login/wx')))]
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
    )
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n')
    .matchAll(/\b(?:wx|host)\.(\w+)\(/g);
  const names = new Set([...called].map(([, name]) => name));
  expect(names.size).toBeGreaterThan(10);
  // What only older hosts have is tried in language.test.ts.
  expect([...names].filter((name) => !methods.includes(name ?? ''))).toEqual(['getSystemInfoSync']);
});

test.each([
  ['nothing at all', undefined, undefined, undefined],
  ['unknown values', 'xx', 'gray', ''],
  ['what is not text', 5, {}, null],
])('a host that tells %s about itself shows the page', (_, language, envVersion, appId) => {
  Object.assign(host.phone, { language, envVersion, appId });
  const { page } = runMiniProgram(dist.output, host.wx, 'pages/index/index');
  page.onLoad();
  page.onShow();
  expect(page.data).toMatchObject({ account: null, failure: null });
});

test('times that cannot be read do not keep a page from showing', async () => {
  api.user = { ...api.user, createdAt: 'long ago', lastLoginAt: '' };
  const { page } = runMiniProgram(dist.output, host.wx, 'pages/index/index');
  await page.onLogin();
  expect(page.data).toMatchObject({ account: { loggedInAt: '—', firstLoginAt: '—' } });
});

describe('what WeChat wrote about a failure', () => {
  const errMsg =
    'fail 系统错误，错误码：41002,appid missing [20250131 code=0a3Xy1ll2NqzLg4FbXkl2mPQrZ0a3Xyf]';

  async function failed(envVersion: string) {
    Object.assign(host.phone, { envVersion, errMsg, faults: { login: 'fails' } });
    const run = runMiniProgram(dist.output, host.wx, 'pages/index/index');
    await run.page.onLogin();
    return run;
  }

  test('is in the hint and in the console of a version in development, without secrets', async () => {
    const { page, warnings } = await failed('develop');
    const expected = expect.stringContaining('login:fail 系统错误，错误码：41002,appid missing');
    expect(page.data.failure).toMatchObject({ code: 'login-failed', hint: expected });
    expect(warnings).toEqual([expected]);
    expect(JSON.stringify([page.data, warnings])).not.toContain('0a3Xy1ll');
  });

  test('is nowhere in the released version', async () => {
    const { page, warnings, errors } = await failed('release');
    await vi.waitFor(() => expect(page.data.failure).not.toBeNull());
    expect(JSON.stringify(page.data)).not.toContain('41002');
    expect([...warnings, ...errors]).toEqual([]);
  });
});

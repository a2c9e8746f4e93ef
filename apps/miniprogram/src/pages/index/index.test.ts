import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { problem, silence, startApi } from 'weapp-login/test/api';
import { gate } from 'weapp-login/test/gate';
import { createPhone } from 'weapp-login/test/phone';
import { buildForTest } from '../../../test/dist.ts';
import { runMiniProgram } from '../../../test/run.ts';

let api: Awaited<ReturnType<typeof startApi>>;
let dist: Awaited<ReturnType<typeof buildForTest>>;
let host: ReturnType<typeof createPhone>;

beforeEach(async () => {
  api = await startApi();
  dist = await buildForTest(api.baseUrl);
  host = createPhone();
});
afterEach(async () => {
  await api.close();
  await dist.remove();
});

const run = () => runMiniProgram(dist.output, host.wx, 'pages/index/index');

function open() {
  const running = run();
  running.page.onLoad();
  running.page.onShow();
  return running;
}

const ids = (...rows: [name: string, value: string][]) => ({
  account: { ids: rows.map(([name, value]) => ({ name, value })) },
});

test('a tap shows the openid, and the busy button meanwhile', async () => {
  const { page } = open();
  expect(page.data).toMatchObject({ account: null, failure: null, busy: false });
  const tapped = page.onLogin();
  expect(page.data.busy).toBe(true);
  await tapped;
  expect(page.data).toMatchObject({ ...ids(['openid', 'openid-of-li']), busy: false });
});

test('a second tap while the first is at work does nothing', async () => {
  const { page } = run();
  await page.onLogin();
  await Promise.all([page.onRetry(), page.onRetry()]);
  expect(api.count('GET /me')).toBe(1);
});

test('a unionid is shown where there is one', async () => {
  api.user.unionid = 'unionid-of-li';
  const { page } = open();
  await page.onLogin();
  expect(page.data).toMatchObject(ids(['openid', 'openid-of-li'], ['unionid', 'unionid-of-li']));
});

test('a logged-in user is shown from the first frame, then refreshed', async () => {
  await open().page.onLogin();
  api.script = () => silence;
  const { page } = run();
  expect(page.data).toMatchObject(ids(['openid', 'openid-of-li']));
  page.onLoad();
  await vi.waitFor(() => expect(api.count('GET /me')).toBe(1));
  expect(page.data).toMatchObject(ids(['openid', 'openid-of-li']));
});

test('a page that comes back shows who is logged in by then', async () => {
  await open().page.onLogin();
  const { app, page } = open();
  app.session.logout();
  page.onShow();
  expect(page.data.account).toBeNull();
});

test('the nickname stands beside the way to the profile', async () => {
  api.user.nickname = '李雷';
  const { page } = open();
  await page.onLogin();
  expect(page.data).toMatchObject({ account: { nickname: '李雷' } });
});

test('a session that the server no longer knows is renewed without a tap', async () => {
  await open().page.onLogin();
  api.tokens.clear();
  api.user.unionid = 'unionid-of-li';
  const { page } = open();
  await vi.waitFor(() => expect(page.data).toMatchObject({ account: { ids: { length: 2 } } }));
  expect(page.data.failure).toBeNull();
});

test('a start without a network shows the account with a message, and a retry clears it', async () => {
  await open().page.onLogin();
  host.phone.requestFailures = [600001];
  const { page } = open();
  await vi.waitFor(() => expect(page.data.failure).toMatchObject({ code: 'unreachable' }));
  expect(page.data).toMatchObject(ids(['openid', 'openid-of-li']));
  await page.onRetry();
  expect(page.data.failure).toBeNull();
});

test('a failed login says why, and the same button tries again', async () => {
  const { page } = open();
  api.script = () => problem('wechat-unavailable', { 'retry-after': '5' });
  await page.onLogin();
  expect(page.data).toMatchObject({
    account: null,
    busy: false,
    failure: {
      code: 'wechat-unavailable',
      action: 'retry',
      title: '暂时连不上微信',
      reference: '请求编号 request-1',
    },
  });
  api.script = () => undefined;
  await page.onLogin();
  expect(page.data).toMatchObject({ failure: null, ...ids(['openid', 'openid-of-li']) });
});

test('a message that no retry helps can be dismissed', async () => {
  const { page } = open();
  api.script = () => problem('user-blocked');
  await page.onLogin();
  expect(page.data.failure).toMatchObject({ action: 'none' });
  page.onDismiss();
  expect(page.data.failure).toBeNull();
});

test('logging out shows the welcome without waiting for the server', async () => {
  const { page } = open();
  await page.onLogin();
  api.script = ({ route }) => (route === 'POST /logout' ? silence : undefined);
  await page.onLogout();
  expect(page.data).toMatchObject({ account: null, failure: null });
  await vi.waitFor(() => expect(api.count('POST /logout')).toBe(1));
});

test('what was under way when the person logged out ends without a message', async () => {
  await open().page.onLogin();
  const { page } = run();
  const { promise, release } = gate();
  api.script = async ({ route }) => {
    if (route !== 'GET /me') return undefined;
    await promise;
    return problem('session-required');
  };
  const retry = page.onRetry();
  await vi.waitFor(() => expect(api.count('GET /me')).toBe(1));
  await page.onLogout();
  release();
  await retry;
  expect(page.data).toMatchObject({ account: null, failure: null });
});

test('a tap on a row copies it, and a refusal is shown', async () => {
  const { page } = open();
  const event = { currentTarget: { dataset: { value: 'openid-of-li' } } };
  page.onCopy(event);
  expect(host.phone.clipboard).toBe('openid-of-li');
  host.phone.clipboardErrno = 112;
  page.onCopy(event);
  expect(page.data.failure).toMatchObject({ code: 'undeclared-api' });
});

test('the page speaks English to a host that does', async () => {
  host.phone.language = 'en';
  const { page } = open();
  expect(host.phone.title).toBe('WeChat login');
  expect(page.data).toMatchObject({ words: { login: 'Log in with WeChat' } });
  host.phone.loginFailures = [5];
  await page.onLogin();
  expect(page.data.failure).toMatchObject({ title: 'The request timed out' });
});

test('a released version without a base URL says so, without hints for developers', async () => {
  host.phone.envVersion = 'release';
  const { page } = open();
  await page.onLogin();
  expect(page.data.failure).toMatchObject({ code: 'not-configured' });
  expect(page.data.failure).not.toHaveProperty('hint');
});

test('a bug in the program is shown as such and logged to the console', async () => {
  const { app, page, errors } = open();
  await page.onLogin();
  const broken = new Error('x is undefined');
  app.session.call = () => Promise.reject(broken);
  await page.onRetry();
  expect(page.data).toMatchObject({ failure: { code: 'unexpected' }, busy: false });
  expect(errors).toEqual([broken]);
});

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { problem, startApi } from 'weapp-login/test/api';
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
  api.tokens.add('token-of-a-tablet');
});
afterEach(async () => {
  await api.close();
  await dist.remove();
});

const run = () => runMiniProgram(dist.output, host.wx, 'pages/devices/devices');

/** The page of a user who has just logged in on this phone. */
async function open() {
  const running = run();
  await running.app.session.login();
  running.page.onLoad();
  await running.page.onShow();
  return running;
}

const rowOf = (id: string) => ({ currentTarget: { dataset: { id } } });
const revoked = () => api.received.filter(({ route }) => route.startsWith('DELETE'));

test('every open session has a row, and the one of this phone says so', async () => {
  const { page } = await open();
  expect(page.data).toMatchObject({
    failure: null,
    replaced: false,
    rows: [
      { id: 'token-of-a-tablet', device: '未知设备', current: false },
      { id: 'token-1', device: 'iPhone', current: true },
    ],
  });
  expect(page.data.rows).toMatchObject([
    { seen: expect.stringMatching(/^上次使用 2025-01-31 /) },
    {},
  ]);
});

test('a long list goes on with a button, until all of it is shown', async () => {
  api.pageSize = 2;
  for (const name of ['b', 'c', 'd']) api.tokens.add(`token-of-${name}`);
  const { page } = await open();
  expect(page.data).toMatchObject({ rows: { length: 2 }, nextCursor: '2' });
  await page.onMore();
  expect(page.data).toMatchObject({ rows: { length: 4 }, nextCursor: '4' });
  await page.onMore();
  expect(page.data).toMatchObject({ rows: { length: 5 }, nextCursor: '', failure: null });
  expect(page.data.rows).toMatchObject([...api.tokens].map((id) => ({ id })));
  await page.onShow();
  expect(page.data).toMatchObject({ rows: { length: 2 }, nextCursor: '2' });
});

test('where more does not load, what is shown stays and the page tells why', async () => {
  api.pageSize = 1;
  const { page } = await open();
  host.phone.requestFailures = [600001];
  await page.onMore();
  expect(page.data).toMatchObject({
    rows: { length: 1 },
    nextCursor: '1',
    failure: { code: 'unreachable' },
  });
});

test('a user who is not logged in is sent to log in', async () => {
  const { page } = run();
  await page.onShow();
  expect(host.phone.launched).toBe('/pages/index/index');
  expect(api.received).toEqual([]);
});

test('a session that the person ends is gone from the list', async () => {
  const { page } = await open();
  await page.onRevoke(rowOf('token-of-a-tablet'));
  expect(host.phone.question).toBe('要在这台设备上退出登录吗？');
  expect([...api.tokens]).toEqual(['token-1']);
  expect(page.data).toMatchObject({ rows: [{ id: 'token-1' }], busy: false });
});

test('a second thought ends nothing', async () => {
  host.phone.agrees = false;
  const { page } = await open();
  await page.onRevoke(rowOf('token-of-a-tablet'));
  await page.onRevokeAll();
  expect(revoked()).toEqual([]);
  expect(page.data.busy).toBe(false);
});

test('logging out everywhere ends all of them, and leads back to the welcome', async () => {
  const { app, page } = await open();
  await page.onRevokeAll();
  expect(api.tokens.size).toBe(0);
  expect(app.session.current()).toBeUndefined();
  expect(host.phone.launched).toBe('/pages/index/index');
});

test('a phone that was logged out elsewhere is logged in again, and says so', async () => {
  const { page } = await open();
  api.tokens.delete('token-1');
  await page.onShow();
  expect(page.data).toMatchObject({
    failure: null,
    replaced: true,
    rows: [{ id: 'token-of-a-tablet' }, { id: 'token-2', current: true }],
  });
});

test('it still says so after the list was loaded again', async () => {
  const { page } = await open();
  api.tokens.delete('token-1');
  await page.onShow();
  await page.onShow();
  expect(page.data.replaced).toBe(true);
});

test('a list that does not load says why, and a retry loads it', async () => {
  api.script = ({ route }) =>
    route === 'GET /sessions' ? problem('store-unavailable') : undefined;
  const { page } = await open();
  expect(page.data).toMatchObject({ rows: [], failure: { code: 'store-unavailable' } });
  api.script = () => undefined;
  await page.onRetry();
  expect(page.data).toMatchObject({ rows: { length: 2 }, failure: null });
});

test('where logging out everywhere fails, the list stays and tells why', async () => {
  const { app, page } = await open();
  host.phone.requestFailures = [600001];
  await page.onRevokeAll();
  expect(page.data).toMatchObject({ rows: { length: 2 }, failure: { code: 'unreachable' } });
  expect(app.session.current()).toBeDefined();
  expect(host.phone.launched).toBeUndefined();
});

test('while one is being ended, further taps do nothing', async () => {
  const { page } = await open();
  const { promise, release } = gate();
  api.script = async ({ route }) => {
    if (route.startsWith('DELETE')) await promise;
    return undefined;
  };
  const first = page.onRevoke(rowOf('token-of-a-tablet'));
  await vi.waitFor(() => expect(revoked()).toHaveLength(1));
  await page.onRevokeAll();
  release();
  await first;
  expect(revoked().map(({ route }) => route)).toEqual(['DELETE /sessions/token-of-a-tablet']);
});

test('the page speaks English to a host that does', async () => {
  host.phone.language = 'en';
  const { page } = await open();
  expect(host.phone.title).toBe('Devices');
  expect(page.data.rows).toMatchObject([{ device: 'Unknown device' }, {}]);
});

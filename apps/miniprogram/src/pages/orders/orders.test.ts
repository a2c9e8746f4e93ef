import { afterEach, beforeEach, expect, test } from 'vitest';
import { json, problem, startApi } from 'weapp-login/test/api';
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

const run = () => runMiniProgram(dist.output, host.wx, 'pages/orders/orders');

/** The page of a person with these orders, who has just logged in. */
async function open(orders: object[]) {
  api.script = ({ route, token }) =>
    route === 'GET /orders' && token && api.tokens.has(token) ? json(200, { orders }) : undefined;
  const running = run();
  await running.app.session.login();
  running.page.onLoad();
  await running.page.onShow();
  return running;
}

const tea = {
  id: 'order-1',
  title: '茉莉花茶',
  priceFen: 1_805,
  createdAt: '2025-01-31T01:05:00Z',
};

test('an order has its title, its price in yuan and its time', async () => {
  const { page } = await open([tea]);
  expect(page.data).toMatchObject({ failure: null, loaded: true, rows: [{ id: 'order-1' }] });
  expect(page.data.rows).toMatchObject([
    { title: '茉莉花茶', price: '¥18.05', time: expect.stringMatching(/^2025-01-31 /) },
  ]);
  expect(host.phone.title).toBe('我的订单');
});

test('a session that has ended is renewed on the way', async () => {
  const { app, page } = await open([tea]);
  api.tokens.clear();
  await page.onShow();
  expect(page.data).toMatchObject({ failure: null, rows: { length: 1 } });
  expect(api.count('POST /login')).toBe(2);
  expect(app.session.current()).toBeDefined();
});

test('a failure is shown with a button to try again, not as an empty list', async () => {
  const { app, page } = run();
  await app.session.login();
  api.script = () => problem('store-unavailable');
  await page.onShow();
  expect(page.data).toMatchObject({ failure: { code: 'store-unavailable' }, loaded: false });
  api.script = () => json(200, { orders: [] });
  await page.onRetry();
  expect(page.data).toMatchObject({ failure: null, loaded: true, rows: [] });
});

test('a person who is not logged in is sent to log in', async () => {
  await run().page.onShow();
  expect(host.phone.launched).toBe('/pages/index/index');
});

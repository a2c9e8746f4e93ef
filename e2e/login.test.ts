import { touristApp } from '@weapp-login/fake-wechat';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { type Environment, type Phone, startEnvironment } from './support/environment.ts';

const xiaoming = { personId: 'xiaoming', appId: touristApp.appId };

let environment: Environment;
let phone: Phone;

beforeAll(async () => {
  environment = await startEnvironment(inject('executablePath'));
});
afterAll(() => environment.close());

beforeEach(async () => {
  phone = await environment.openPhone();
});
afterEach(async () => {
  environment.wechat.clearFailures();
  await phone.close();
});

const shown = (id: string) => phone.screen.locator(`#${id}`);
const tap = (id: string) => shown(id).click();
const expectWords = async (id: string, words: string | RegExp) => {
  await expect.poll(() => shown(id).textContent()).toMatch(words);
};
const logIn = async () => {
  await tap('login');
  await shown('openid').waitFor();
};

test('a tap shows the openid that WeChat holds for this person', async () => {
  await expectWords('title', 'Welcome');
  await logIn();
  await expectWords('openid', environment.wechat.openidOf(xiaoming));
  await expectWords('unionid', 'oFakeUnion-xiaoming');
  expect(phone.faults).toEqual([]);
});

test('another person has another openid, and no unionid without an Open Platform account', async () => {
  await phone.page.getByLabel('User').selectOption('xiaohong');
  await logIn();
  await expectWords('openid', environment.wechat.openidOf({ ...xiaoming, personId: 'xiaohong' }));
  expect(await shown('unionid').count()).toBe(0);
});

test('a reload keeps the session, and spends no code', async () => {
  await logIn();
  const exchanges = environment.wechat.calls('/sns/jscode2session');
  await phone.page.reload();
  await expectWords('openid', environment.wechat.openidOf(xiaoming));
  expect(environment.wechat.calls('/sns/jscode2session')).toBe(exchanges);
});

test('logging out ends the session, also for the next start', async () => {
  await logIn();
  await tap('logout');
  await expectWords('title', 'Welcome');
  await phone.page.reload();
  await expectWords('title', 'Welcome');
});

test('a tap on an id copies it', async () => {
  await phone.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await logIn();
  await tap('openid');
  await phone.page.locator('.half').getByText('Agree', { exact: true }).click();
  await expect
    .poll(() => phone.page.evaluate(() => navigator.clipboard.readText()))
    .toBe(environment.wechat.openidOf(xiaoming));
});

test('a server that lost its sessions is logged in to again, without a tap', async () => {
  await logIn();
  await environment.stopServer();
  await environment.startServer({ store: 'lost' });
  const exchanges = environment.wechat.calls('/sns/jscode2session');
  await phone.page.reload();
  await expect.poll(() => environment.wechat.calls('/sns/jscode2session')).toBe(exchanges + 1);
  await expectWords('openid', environment.wechat.openidOf(xiaoming));
  expect(await shown('failure').count()).toBe(0);
});

test('while the server is down the phone says so and shows what it knows; a later tap works', async () => {
  await logIn();
  await environment.stopServer();
  await phone.page.reload();
  await expectWords('failure-title', 'The server cannot be reached');
  await expectWords('openid', environment.wechat.openidOf(xiaoming));
  await environment.startServer({ store: 'kept' });
  const exchanges = environment.wechat.calls('/sns/jscode2session');
  await tap('retry');
  await shown('failure').waitFor({ state: 'detached' });
  expect(environment.wechat.calls('/sns/jscode2session')).toBe(exchanges);
});

test('an offline phone says so, and works again once it is online', async () => {
  await phone.page.getByLabel('Offline').check();
  await tap('login');
  await expectWords('failure-title', /reached|login code/);
  await phone.page.getByLabel('Offline').uncheck();
  await logIn();
});

const failures: [
  name: string,
  failure: Parameters<Environment['wechat']['fail']>[0],
  words: string,
][] = [
  ['a wrong code', { kind: 'errcode', errcode: 40029 }, 'WeChat rejected this login'],
  ['a used code', { kind: 'errcode', errcode: 40163 }, 'WeChat rejected this login'],
  ['a blocked person', { kind: 'errcode', errcode: 40226 }, 'WeChat blocked the login'],
  ['a used up quota', { kind: 'errcode', errcode: 45011 }, 'Too many requests'],
  ['a wrong AppID', { kind: 'errcode', errcode: 40013 }, 'Something went wrong on the server'],
  ['a wrong AppSecret', { kind: 'errcode', errcode: 40125 }, 'Something went wrong on the server'],
  ['WeChat being busy', { kind: 'errcode', errcode: -1 }, 'WeChat is not responding'],
  ['WeChat hanging', { kind: 'hang' }, 'WeChat is not responding'],
  ['WeChat dropping the connection', { kind: 'drop' }, 'WeChat is not responding'],
  ['WeChat answering HTML', { kind: 'html' }, 'WeChat is not responding'],
  ['WeChat answering 502', { kind: 'status', status: 502 }, 'WeChat is not responding'],
];

test.each(failures)('%s has its message and a next step', async (_name, failure, words) => {
  environment.wechat.fail(failure);
  await tap('login');
  await expectWords('failure-title', words);
  environment.wechat.clearFailures();
  const dismiss = shown('dismiss');
  if (await dismiss.count()) await dismiss.click();
  await logIn();
});

test('no secret is on the page, in its storage, or in the log', async () => {
  await logIn();
  const { appSecret } = touristApp;
  const sessionKey = environment.wechat.sessionKeyOf(xiaoming) as string;
  const [stored, token] = await phone.page.evaluate(() => {
    const all = JSON.stringify({ ...localStorage });
    return [all, /token[\\":]+([\w-]{43})/.exec(all)?.[1] ?? ''] as const;
  });
  const visible =
    (await phone.page.content()) +
    (await shown('title').evaluate((element) => element.ownerDocument.documentElement.outerHTML));
  expect(token).toHaveLength(43);
  for (const secret of [appSecret, sessionKey]) expect(stored + visible).not.toContain(secret);
  expect(visible).not.toContain(token);
  for (const secret of [appSecret, sessionKey, token])
    expect(environment.log.join('')).not.toContain(secret);
});

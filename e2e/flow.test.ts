import { touristApp } from '@weapp-login/fake-wechat';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { type Environment, type Phone, startEnvironment } from './support/environment.ts';
import { collectSecrets, createFlowPage, type Flow } from './support/flow-page.ts';
import { manyEvents } from './support/many-events.ts';

const xiaoming = { personId: 'xiaoming', appId: touristApp.appId };

let environment: Environment;
let phone: Phone;
let flow: Flow;
let secrets: Set<string>;

beforeAll(async () => {
  environment = await startEnvironment(inject('executablePath'));
});
afterAll(() => environment.close());

beforeEach(async () => {
  // Tall enough for every row of a scenario.
  phone = await environment.openPhone({ viewport: { width: 1280, height: 2400 } });
  secrets = collectSecrets(phone.page);
  flow = createFlowPage(phone.page);
  await phone.screen.locator('#login').waitFor();
});
afterEach(async () => {
  environment.wechat.clearFailures();
  await phone.close();
});

const logIn = async () => {
  await phone.screen.locator('#login').click();
  await phone.screen.locator('#openid').waitFor();
};

/** One login, from any phone, and the responses of WeChat and the server. */
const login = (from: string, wechat = '✓ 200', server = '✓ 200') => [
  `${from} → WeChat: wx.login`,
  `WeChat → ${from}: wx.login ✓ code`,
  `${from} → Your server: POST /login`,
  'Your server → WeChat: code2Session',
  `WeChat → Your server: code2Session ${wechat}`,
  `Your server → ${from}: POST /login ${server}`,
];
const here = 'Mini program';
const there = 'Other phone';
const stored = `${here}: wx.setStorageSync`;
/** Whether storage can be written, where it holds a session. */
const probe = `${here}: wx.removeStorageSync`;
const exchange = (name: string, answer: string) => [
  `${there} → Your server: ${name}`,
  `Your server → ${there}: ${name} ${answer}`,
];
const userData = (answer: string) => [
  `${there} → WeChat: wx.getUserInfo`,
  `WeChat → ${there}: wx.getUserInfo ✓ ok`,
  ...exchange('POST /me/user-data', answer),
];
const reLogin = (badge: string) => [
  `${here} → WeChat: wx.login, ${badge}`,
  ...login(here).slice(1),
  stored,
];

const scenarios: Record<string, string[]> = {
  'code-used-twice': [
    'One attempt, sent again because the response was lost',
    ...login(there),
    ...exchange('POST /login', '✓ 200'),
    'The same code as a new attempt',
    ...login(there, '✕ errcode 40163', '✕ 400 code-rejected').slice(2),
  ],
  'app-id-mismatch': [
    'A mini program with another AppID',
    ...login(there, '✕ errcode 40029', '✕ 400 code-rejected'),
  ],
  'wrong-app-secret': login(here, '✕ errcode 40125', '✕ 500 internal'),
  'login-storm': [
    ...login(here),
    stored,
    ...login(there),
    ...exchange('DELETE /sessions', '✓ 204'),
    'The session is gone; ten requests are sent at once',
    `${here} → Your server: 10 × GET /me`,
    `Your server → ${here}: GET /me ✕ 10 × 401 session-required`,
    ...reLogin('one login for 10 requests'),
    `${here} → Your server: 10 × GET /me, retry`,
    `Your server → ${here}: GET /me ✓ 10 × 200`,
  ],
  'revoked-elsewhere': [
    ...login(here),
    stored,
    'Another phone logs in, then logs out everywhere',
    ...login(there),
    ...exchange('DELETE /sessions', '✓ 204'),
    'The mini program is opened again',
    probe,
    `${here} → Your server: GET /me`,
    `Your server → ${here}: GET /me ✕ 401 session-required`,
    ...reLogin('re-login'),
    `${here} → Your server: GET /me, retry`,
    `Your server → ${here}: GET /me ✓ 200`,
  ],
  'gateway-answers': [
    ...login(here).slice(0, 3),
    `Your server → ${here}: POST /login ✕ 502`,
    'The gateway is back; try again',
    ...login(here),
    stored,
  ],
  'storage-full': [
    ...login(here),
    stored,
    'Storage is back; the mini program is opened again',
    ...login(here),
    stored,
  ],
  'storage-unavailable': [...login(here), stored, 'The mini program is opened again'],
  'host-lacks-methods': [...login(here), stored],
  'session-key-rotated': [
    ...login(there),
    ...userData('✓ 200'),
    'A login elsewhere replaces the session_key',
    ...userData('✕ 409 user-data-rejected'),
    'Log in again, get the data again',
    ...login(there),
    ...userData('✓ 200'),
  ],
  'code-replaces-session-key': [
    ...login(there),
    ...userData('✓ 200'),
    'A code is obtained, and not used',
    ...login(there).slice(0, 2),
    ...userData('✕ 409 user-data-rejected'),
    'Log in, get the data again',
    ...login(there).slice(2),
    ...userData('✓ 200'),
  ],
  'consent-taken-back': [
    ...login(here),
    stored,
    'The user takes the phone number back',
    'WeChat → Your server: user_authorization_revoke',
    'Your server → WeChat: user_authorization_revoke ✓ success',
    'The user closes the WeChat account',
    'WeChat → Your server: user_authorization_cancellation',
    'Your server → WeChat: user_authorization_cancellation ✓ success',
    'The mini program is opened again',
    probe,
    `${here} → Your server: GET /me`,
    `Your server → ${here}: GET /me ✕ 401 session-required`,
    ...reLogin('re-login'),
    `${here} → Your server: GET /me, retry`,
    `Your server → ${here}: GET /me ✓ 200`,
  ],
  'rate-limit': login(here, '✕ errcode 45011', '✕ 429 too-many-requests'),
};

test('there is a button for each scenario that is tested here', async () => {
  await phone.page.getByRole('tab', { name: 'Scenarios' }).click();
  const names = await phone.page
    .locator('.scenarios button')
    .evaluateAll((buttons) => buttons.map((button) => (button as HTMLButtonElement).name));
  expect(names).toEqual(Object.keys(scenarios));
});

test.each(Object.keys(scenarios))('%s: the messages drawn, in order, and no secret', async (id) => {
  await flow.play(id);
  await expect.poll(flow.rows).toEqual(scenarios[id]);

  const shown = [
    await flow.readAll(),
    await phone.page.content(),
    JSON.stringify(await phone.page.evaluate(() => (window as never as Page).wxEvents)),
    await flow.save('json'),
    await flow.save('svg'),
    JSON.stringify(environment.wechat.events),
  ].join('\n');
  const sessionKey = environment.wechat.sessionKeyOf(xiaoming);
  for (const secret of [touristApp.appSecret, sessionKey, ...secrets])
    if (secret) expect(shown).not.toContain(secret);
  expect(secrets.size).toBeGreaterThan(0);
  expect(shown).toMatch(/…\s*\(32\)/);
  expect(phone.faults).toEqual([]);
});

interface Page {
  wxEvents: unknown[];
}

test('a message shows its purpose, its name in the docs, and both its sides', async () => {
  await logIn();
  await expect.poll(flow.rows).toEqual([...login(here), stored]);
  await phone.page.getByRole('option', { name: 'Your server → WeChat: code2Session' }).click();
  const words = await flow.details.textContent();
  expect(words).toContain('exchanges the code for the openid');
  expect(words).toContain('"appid": "touristappid"');
  expect(words).toContain(`"openid": "${environment.wechat.openidOf(xiaoming)}"`);
  const link = flow.details.getByRole('link', { name: 'code2Session' });
  expect(await link.getAttribute('href')).toContain('developers.weixin.qq.com');
});

test('a saved run opens, and the live one is still there', async () => {
  await flow.play('wrong-app-secret');
  const json = await flow.save('json');
  await phone.page.reload();
  await phone.screen.locator('#login').waitFor();
  await phone.page.locator('input[type="file"]').setInputFiles({
    name: 'run.json',
    mimeType: 'application/json',
    buffer: Buffer.from(json),
  });
  await expect.poll(flow.rows).toEqual(scenarios['wrong-app-secret']);
  await phone.page.getByRole('button', { name: 'Back to live' }).click();
  await expect.poll(flow.rows).toEqual([]);
});

test('a file that is not a saved run is refused with a message', async () => {
  await phone.page.locator('input[type="file"]').setInputFiles({
    name: 'run.json',
    mimeType: 'application/json',
    buffer: Buffer.from('{"format":"weapp-login flow","version":1,"events":[{"source":"?"}]}'),
  });
  await phone.page.getByText('This file is not a saved run').waitFor();
});

test('the controls make WeChat fail once, and let a code expire', async () => {
  await phone.page.getByRole('tab', { name: 'WeChat' }).click();
  await phone.page.getByLabel('once').check();
  await phone.page.getByLabel('WeChat responds').selectOption('errcode:40226');
  await phone.page.locator('.controls output', { hasText: 'Done' }).waitFor();
  await phone.screen.locator('#login').click();
  const blocked = login(here, '✕ errcode 40226', '✕ 403 user-blocked');
  await expect.poll(flow.rows).toEqual(blocked);
  await phone.page.getByRole('button', { name: 'Expire the next code' }).click();
  await phone.page.locator('.controls output', { hasText: 'Done' }).waitFor();
  await phone.page.getByRole('button', { name: 'Clear', exact: true }).click();
  await phone.screen.locator('#dismiss').click();
  await logIn();
  // The mini program fetches a new code once, automatically.
  const [first = '', ...second] = login(here);
  const expired = login(here, '✕ errcode 40029', '✕ 400 code-rejected');
  second[1] += ', retry';
  await expect.poll(flow.rows).toEqual([...expired, first, ...second, stored]);
});

test('a server that does not respond is shown as unreachable', async () => {
  await logIn();
  await environment.stopServer();
  await phone.page.getByRole('button', { name: 'Clear', exact: true }).click();
  await phone.page.getByRole('button', { name: 'Restart', exact: true }).click();
  const asked = [
    probe,
    `${here} → Your server: GET /me`,
    `Your server → ${here}: GET /me ✕ unreachable`,
  ];
  await expect.poll(flow.rows).toEqual(asked);
  await environment.startServer();
});

test('a hanging WeChat is shown as a timeout', async () => {
  environment.wechat.fail({ kind: 'hang' }, { times: 1 });
  await phone.screen.locator('#login').click();
  const timedOut = login(here, '✕ timeout', '✕ 503 wechat-unavailable');
  // The server may respond to the phone before its connection to WeChat is closed.
  const sorted = async () => (await flow.rows()).toSorted();
  await expect.poll(sorted).toEqual(timedOut.toSorted());
});

test('the same person in a second AppID has another openid and the same unionid', async () => {
  await phone.page.locator('select[name="appId"]').selectOption('wx0000000000000002');
  await phone.page.locator('iframe[src*="wx0000000000000002"]').waitFor();
  await logIn();
  const openid = environment.wechat.openidOf({ ...xiaoming, appId: 'wx0000000000000002' });
  expect(await phone.screen.locator('#openid').textContent()).toContain(openid);
  expect(await phone.screen.locator('#unionid').textContent()).toContain('oFakeUnion-xiaoming');
});

test('with DevTools as the phone, the messages between server and WeChat are shown', async () => {
  await fetch(`${environment.serverUrl}/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: 'the code is a mock one' }),
  });
  await expect
    .poll(flow.rows)
    .toEqual(['Your server → WeChat: code2Session', 'WeChat → Your server: code2Session ✓ 200']);
});

test('of a thousand events only the visible ones are in the document', async () => {
  await phone.page.locator('input[type="file"]').setInputFiles({
    name: 'run.json',
    mimeType: 'application/json',
    buffer: Buffer.from(manyEvents(1_000)),
  });
  const list = phone.page.getByRole('listbox');
  const last = () => phone.page.getByRole('option').last().getAttribute('aria-posinset');
  await expect.poll(last).toBe('1000');
  await list.focus();
  await phone.page.keyboard.press('Home');
  await expect.poll(last).not.toBe('1000');
  expect((await flow.rows()).length).toBeLessThan(100);
});

import { afterEach, beforeEach, expect, test } from 'vitest';
import { html, json, problem, startApi } from 'weapp-login/test/api';
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
  host.phone.files.set('http://tmp/a.png', new File(['pixels'], 'a.png', { type: 'image/png' }));
});
afterEach(async () => {
  await api.close();
  await dist.remove();
});

const run = () => runMiniProgram(dist.output, host.wx, 'pages/me/me');

/** The page of a user who has just logged in. */
async function open() {
  const running = run();
  await running.app.session.login();
  running.page.onLoad();
  await running.page.onShow();
  return running;
}

const chosen = { detail: { avatarUrl: 'http://tmp/a.png' } };
const typed = (nickname: string) => ({ detail: { value: { nickname } } });
const allowed = { detail: { errMsg: 'getPhoneNumber:ok', code: 'phone-code' } };
const refused = (errno?: number) => ({
  detail: { errMsg: 'getPhoneNumber:fail user deny', ...(errno && { errno }) },
});

test('the page shows what is known', async () => {
  Object.assign(api.user, { nickname: '李雷', phoneNumber: '13800138000' });
  api.user.avatarUrl = 'https://pictures.example/a.png';
  const { page } = await open();
  expect(page.data).toMatchObject({
    terms: '',
    failure: null,
    nickname: '李雷',
    avatar: 'https://pictures.example/a.png',
    phoneNumber: '13800138000',
  });
});

test.each([{ detail: {} }, { detail: undefined }])(
  'a form that is submitted without values (%j) has an empty nickname',
  async (event) => {
    const { page } = await open();
    await page.onNickname(event as never);
    expect(page.data.failure).toMatchObject({ code: 'nickname-empty' });
  },
);

test('a user who is not logged in is sent to log in', async () => {
  await run().page.onShow();
  expect(host.phone.launched).toBe('/pages/index/index');
});

test('a picture that was chosen is uploaded, and shown from the server', async () => {
  const { app, page } = await open();
  await page.onAvatar(chosen);
  expect(page.data).toMatchObject({ avatar: `${api.baseUrl}/avatars/a.png` });
  expect(app.session.current()?.user.avatarUrl).toBe('/avatars/a.png');
  expect(host.phone.toast).toBe('已保存');
});

test('choosing no picture after all changes nothing', async () => {
  const { page } = await open();
  await page.onAvatar({ detail: {} });
  expect(page.data.failure).toBeNull();
  expect(api.count('POST /me/avatar')).toBe(0);
});

test.each([
  ['the server', problem('body-too-large')],
  ['a gateway', html(413)],
])('a picture that is too large for %s is reported', async (_, reply) => {
  const { page } = await open();
  api.script = () => reply;
  await page.onAvatar(chosen);
  expect(page.data).toMatchObject({
    failure: { code: 'picture-too-large', title: '图片太大' },
    busy: false,
  });
  expect(host.phone.toast).toBeUndefined();
});

test('a picture type that the server does not accept is reported', async () => {
  const { page } = await open();
  api.script = () => problem('invalid-request');
  await page.onAvatar(chosen);
  expect(page.data.failure).toMatchObject({ code: 'picture-refused', title: '无法使用这张图片' });
});

test('a nickname is saved without the spaces around it, and is there in the next run', async () => {
  const { page } = await open();
  await page.onNickname(typed(' 李雷 '));
  expect(api.user.nickname).toBe('李雷');
  expect(host.phone.toast).toBe('已保存');
  const { page: next } = run();
  next.onLoad();
  expect(next.data.nickname).toBe('李雷');
});

test('what was typed stays in its field when something else is saved, or nothing is', async () => {
  const { page } = await open();
  // The field itself holds what is typed; the page would overwrite it by naming a nickname.
  page.data.nickname = 'what setData was last told';
  await page.onAvatar(chosen);
  await page.onShow();
  api.script = () => problem('internal');
  await page.onNickname(typed('李雷'));
  expect(page.data.nickname).toBe('what setData was last told');
});

test.each([
  ['nothing', ''],
  ['white space', ' \u3000\t'],
  ['a zero-width space', '\u200b'],
  ['a Hangul filler', '\u3164'],
  ['a blank Braille pattern', '\u2800'],
  ['a soft hyphen and a word joiner', '\u00ad\u2060'],
  ['no value at all', undefined],
])('a nickname of %s is empty, and is not sent', async (_, nickname) => {
  const { page } = await open();
  await page.onNickname({ detail: { value: nickname === undefined ? {} : { nickname } } });
  expect(page.data.failure).toMatchObject({ code: 'nickname-empty', title: '昵称不能为空' });
  expect(api.count('PUT /me/profile')).toBe(0);
});

test.each([
  ['/nickname', () => typed('a'.repeat(33)), '无法使用这个昵称'],
  ['/code', () => typed('李雷'), '请求格式有误'],
])('an invalid request that points at %s is reported as such', async (pointer, event, title) => {
  const { page } = await open();
  const errors = [{ pointer, detail: 'must have at most 32 characters' }];
  api.script = () => json(400, { code: 'invalid-request', errors });
  await page.onNickname(event());
  expect(page.data).toMatchObject({ failure: { title }, busy: false });
});

test('a phone number that the person gives is shown', async () => {
  const { page } = await open();
  await page.onPhone(allowed);
  expect(page.data).toMatchObject({ failure: null, phoneNumber: '13800138000' });
});

test.each([
  [undefined, 'phone-refused', '没有获得手机号'],
  [1400001, 'phone-quota', '暂时无法获取手机号'],
  [1421102, 'phone-blocked', '微信不提供这个账号的手机号'],
  [104, 'privacy', '需要先同意隐私保护指引'],
  [103, 'privacy', '需要先同意隐私保护指引'],
  [112, 'undeclared-api', '小程序没有声明这个功能'],
])('no phone number with errno %s means %s', async (errno, code, title) => {
  const { page } = await open();
  await page.onPhone(refused(errno));
  expect(page.data).toMatchObject({ failure: { code, title }, busy: false });
  expect(api.count('POST /me/phone')).toBe(0);
});

test('a code that the server could not use is reported, and the next tap works', async () => {
  const { page } = await open();
  await page.onPhone({ detail: { errMsg: 'getPhoneNumber:ok', code: 'an old one' } });
  expect(page.data.failure).toMatchObject({
    code: 'phone-code-rejected',
    title: '手机号验证未通过',
  });
  await page.onPhone(allowed);
  expect(page.data).toMatchObject({ failure: null, phoneNumber: '13800138000' });
});

test('over the limit of phone numbers the button rests, because each tap costs', async () => {
  const { page } = await open();
  api.script = () => json(429, { code: 'too-many-requests' });
  await page.onPhone(allowed);
  expect(page.data).toMatchObject({ failure: { code: 'too-many-requests' }, phoneLimited: true });
});

test('while one thing is being saved, another tap does nothing', async () => {
  const { page } = await open();
  const { promise, release } = gate();
  api.script = async () => {
    await promise;
    return undefined;
  };
  const first = page.onNickname(typed('李雷'));
  expect(page.data.busy).toBe(true);
  await page.onPhone(allowed);
  release();
  await first;
  expect(api.count('POST /me/phone')).toBe(0);
  expect(page.data.busy).toBe(false);
});

test('a session that was ended elsewhere is renewed on the way', async () => {
  const { page } = await open();
  api.tokens.clear();
  await page.onAvatar(chosen);
  expect(page.data).toMatchObject({ avatar: `${api.baseUrl}/avatars/a.png` });
  expect(api.count('POST /login')).toBe(2);
});

test('privacy terms come first, can be read, and give way once agreed to', async () => {
  host.phone.terms = '《小程序隐私保护指引》';
  const { page } = await open();
  expect(page.data.terms).toBe('《小程序隐私保护指引》');
  page.onTerms();
  expect(host.phone.termsOpened).toBe(true);
  page.onAgree();
  expect(page.data.terms).toBe('');
});

test('terms that do not open are reported', async () => {
  const { page } = await open();
  host.phone.termsErrno = 1025;
  page.onTerms();
  expect(page.data.failure).toMatchObject({ code: 'privacy' });
});

test('the page speaks English to a host that does', async () => {
  host.phone.language = 'en';
  const { page } = await open();
  expect(host.phone.title).toBe('Profile');
  await page.onPhone(refused());
  expect(page.data.failure).toMatchObject({ title: 'No phone number was provided' });
});

test('what was given can be taken back, once the person confirms', async () => {
  Object.assign(api.user, { nickname: '李雷', phoneNumber: '138******00', avatarUrl: '/a.png' });
  const { page } = await open();
  host.phone.agrees = false;
  await page.onDeletePhone();
  expect(api.count('DELETE /me/phone')).toBe(0);
  host.phone.agrees = true;
  await page.onDeletePhone();
  expect(host.phone.question).toBe('删除手机号？');
  expect(page.data).toMatchObject({ phoneNumber: '', hasNickname: true });
  await page.onDeleteAvatar();
  await page.onDeleteNickname();
  expect(page.data).toMatchObject({ avatar: '', hasNickname: false, nickname: '', failure: null });
  expect(api.user).not.toHaveProperty('nickname');
});

test('the account is deleted after two confirmations, and no run logs in again unasked', async () => {
  const { app, page } = await open();
  host.phone.agrees = false;
  await page.onDeleteAccount();
  expect(host.phone.question).toContain('无法恢复');
  expect(api.count('DELETE /me')).toBe(0);
  host.phone.agrees = true;
  await page.onDeleteAccount();
  expect(api.count('DELETE /me')).toBe(1);
  expect(host.phone.question).toContain('都已删除');
  expect(host.phone.launched).toBe('/pages/index/index');
  expect(app.session.current()).toBeUndefined();
  const { app: next } = run();
  expect(next.session.current()).toBeUndefined();
  expect(api.count('POST /login')).toBe(1);
});

test('a failed deletion is shown, and the account is still there', async () => {
  const { app, page } = await open();
  host.phone.agrees = true;
  api.script = () => problem('store-unavailable');
  await page.onDeleteAccount();
  expect(page.data.failure).toMatchObject({ code: 'store-unavailable' });
  expect(app.session.current()).toBeDefined();
});

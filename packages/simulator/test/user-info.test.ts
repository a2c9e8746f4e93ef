import { createDecipheriv, createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { miniProgram } from './mini-program.ts';
import { openPhone } from './phone.ts';

const appId = 'touristappid';
const xiaoming = { personId: 'xiaoming', appId };

const program = {
  'pages/a/a.js': `Page({
  data: { said: '' },
  tell(what) { this.setData({ said: JSON.stringify(what) }); },
  login() { wx.login().then(() => this.tell('logged in')); },
  button({ detail }) { this.tell(detail); },
  info() { wx.getUserInfo({ success: (found) => this.tell(found) }); },
  profile() { wx.getUserProfile({ desc: 'why' }).then((found) => this.tell(found)); },
  setting() { wx.getSetting({ success: (found) => this.tell(found) }); },
  authorize() { wx.authorize({ scope: 'scope.userLocation', complete: (found) => this.tell(found) }); },
  location() { wx.getLocation({ complete: (found) => this.tell(found) }); },
});`,
  'pages/a/a.wxml': `<button id="button" open-type="getUserInfo" bindgetuserinfo="button">get</button>
${['login', 'info', 'profile', 'setting', 'authorize', 'location'].map((name) => `<view id="${name}" bindtap="${name}" />`).join('')}
<button id="settings" open-type="openSetting" bindopensetting="button" /><view id="said">{{said}}</view>`,
};

async function open() {
  const phone = await openPhone(await miniProgram(program));
  const said = () => phone.page().querySelector('[id="said"]')?.textContent ?? '';
  return {
    phone,
    async tap(name: string) {
      const before = said();
      await phone.tap(`#${name}`);
      await phone.until(`an answer to ${name}`, () => said() !== before);
      return JSON.parse(said());
    },
    async tapAndChoose(name: string, choice: string) {
      const before = said();
      await phone.tap(`#${name}`);
      await phone.until('the question', () => phone.phoneText().includes(choice));
      await phone.tap(choice);
      await phone.until(`an answer to ${name}`, () => said() !== before);
      return JSON.parse(said());
    },
  };
}

test('user info is anonymous, encrypted and signed with the session_key once there is one', async () => {
  const { phone, tap } = await open();
  const before = await tap('info');
  expect(before.userInfo).toMatchObject({ nickName: '微信用户' });
  expect(before).not.toHaveProperty('encryptedData');
  await tap('login');
  // The server exchanges the code, which makes the key.
  const url = new URL('/sns/jscode2session', phone.wechat.url);
  const app = phone.wechat.apps.find((known) => known.appId === appId);
  url.search = new URLSearchParams({
    appid: appId,
    secret: String(app?.appSecret),
    js_code: phone.wechat.issueCode(xiaoming),
    grant_type: 'authorization_code',
  }).toString();
  const { session_key: sessionKey } = (await (await fetch(url)).json()) as { session_key: string };

  for (const way of ['button', 'profile', 'info']) {
    const found = await tap(way);
    expect(found.errMsg).toMatch(/^getUser(?:Info|Profile):ok$/);
    expect(found.userInfo).toEqual(JSON.parse(found.rawData));
    expect(found.signature).toBe(
      createHash('sha1')
        .update(found.rawData + sessionKey)
        .digest('hex'),
    );
    const decipher = createDecipheriv(
      'aes-128-cbc',
      Buffer.from(sessionKey, 'base64'),
      Buffer.from(found.iv, 'base64'),
    );
    const plain = decipher.update(found.encryptedData, 'base64', 'utf8') + decipher.final('utf8');
    expect(JSON.parse(plain)).toMatchObject({
      nickName: '微信用户',
      openId: phone.wechat.openidOf(xiaoming),
    });
  }
  expect(phone.faults).toEqual([]);
});

test('the grey picture is shown without a network', async () => {
  const { phone, tap } = await open();
  const { userInfo } = await tap('info');
  const answer = await fetch(`${phone.url}/image?url=${encodeURIComponent(userInfo.avatarUrl)}`);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png']);
});

test('a scope is asked for once, refused for good, and allowed again in the settings', async () => {
  const { tap, tapAndChoose } = await open();
  expect(await tap('setting')).toMatchObject({ authSetting: { 'scope.userInfo': true } });
  expect(await tapAndChoose('authorize', 'Refuse')).toEqual({ errMsg: 'authorize:fail auth deny' });
  expect(await tapAndChoose('location', 'Agree')).toEqual({ errMsg: 'getLocation:fail auth deny' });
  const opened = await tapAndChoose('settings', '✕ use your location');
  expect(opened.authSetting).toEqual({ 'scope.userInfo': true, 'scope.userLocation': true });
  expect(await tap('location')).toMatchObject({ errMsg: 'getLocation:ok', latitude: 23.099994 });
});

test('the user profile is for a tap alone, or the answer to a dialog', async () => {
  const phone = await openPhone(
    await miniProgram({
      'pages/a/a.js': `Page({ data: { said: [] },
        ask(from) { wx.getUserProfile({ desc: 'why', complete: ({ errMsg }) => this.setData({ said: [...this.data.said, from + errMsg] }) }); },
        onLoad() { this.ask('load '); },
        later() { setTimeout(() => this.ask('later '), 0); },
        modal() { wx.showModal({ title: 'Sure?', success: () => this.ask('modal ') }); },
        tap() { this.ask('tap '); } });`,
      'pages/a/a.wxml':
        '<view>{{said}}</view><view id="later" bindtap="later" /><view id="modal" bindtap="modal" /><view id="tap" bindtap="tap" />',
    }),
  );
  const refused = 'getUserProfile:fail can only be invoked by user TAP gesture.';
  const expected = [
    `load ${refused}`,
    'tap getUserProfile:ok',
    `later ${refused}`,
    'modal getUserProfile:ok',
  ];
  await phone.until('a refusal', () => phone.text() === expected[0]);
  for (const [index, act] of ['#tap', '#later', '#modal'].entries()) {
    await phone.tap(act);
    if (act === '#modal') await phone.tap('OK');
    await phone.until(act, () => phone.text() === expected.slice(0, index + 2).join());
  }
});

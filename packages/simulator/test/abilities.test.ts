import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { miniProgram } from './mini-program.ts';
import { openPhone } from './phone.ts';

/** A page that runs a piece of code and shows what comes of it, as JSON. */
const running = (code: string, wxml = '') =>
  miniProgram({
    'pages/a/a.js': `Page({ onLoad() {
      const say = (what) => this.setData({ said: JSON.stringify(what) });
      const page = this;
      ${code}
    } });`,
    'pages/a/a.wxml': `<view id="said">{{said}}</view>${wxml}`,
  });
type Phone = Awaited<ReturnType<typeof openPhone>>;
const said = (phone: Phone) =>
  phone
    .until('an answer', () => phone.page().querySelector('[id="said"]')?.textContent)
    .then(JSON.parse);

test('files are written, read, listed and removed', async () => {
  const phone = await openPhone(
    await running(`
      const files = wx.getFileSystemManager();
      const path = wx.env.USER_DATA_PATH + '/a/b.txt';
      files.writeFileSync(path, '字', 'utf8');
      const list = files.readdirSync(wx.env.USER_DATA_PATH + '/a');
      files.readFile({ filePath: path, encoding: 'base64', success: ({ data }) => {
        files.unlinkSync(path);
        let thrown;
        try { files.accessSync(path); } catch (error) { thrown = error.message; }
        files.readFile({ filePath: path, fail: ({ errMsg }) => say([list, data, thrown, errMsg]) });
      } });`),
  );
  const path = 'http://usr/a/b.txt';
  expect(await said(phone)).toEqual([
    ['b.txt'],
    Buffer.from('字').toString('base64'),
    `accessSync:fail no such file or directory, open ${path}`,
    `readFile:fail no such file or directory, open ${path}`,
  ]);
});

test('a file is downloaded from a server that requests are forwarded to', async () => {
  const server = createServer((_request, response) => response.end('body'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const phone = await openPhone(
    await running(`wx.downloadFile({ url: '${url}/x', success({ statusCode, tempFilePath }) {
      say([statusCode, wx.getFileSystemManager().readFileSync(tempFilePath, 'utf8')]);
    } });`),
    [{ from: url, to: url }],
  );
  expect(await said(phone)).toEqual([200, 'body']);
});

test('an animation is exported, and played where a template binds it', async () => {
  const phone = await openPhone(
    await running(
      `const animation = wx.createAnimation({ duration: 10 });
      page.setData({ animation: animation.opacity(0.5).translateX(10).rotate(45).step({ delay: 5 }).export() });
      say(page.data.animation.actions[0].option.transition);`,
      '<view id="moved" animation="{{animation}}" />',
    ),
  );
  expect(await said(phone)).toEqual({ duration: 10, timingFunction: 'linear', delay: 5 });
  const { style } = phone.page().querySelector<HTMLElement>('[id="moved"]') as HTMLElement;
  expect([style.opacity, style.transform]).toEqual(['0.5', 'translateX(10px) rotate(45deg)']);
});

test.each([
  [
    'a call is confirmed',
    "wx.makePhoneCall({ phoneNumber: '10086', complete: say });",
    'Call',
    { errMsg: 'makePhoneCall:ok' },
  ],
  [
    'a call is refused',
    "wx.makePhoneCall({ phoneNumber: '10086', complete: say });",
    'Cancel',
    { errMsg: 'makePhoneCall:fail cancel' },
  ],
  [
    'a scan is refused',
    'wx.scanCode({ complete: say });',
    'Cancel',
    { errMsg: 'scanCode:fail cancel' },
  ],
])('%s', async (_what, code, choice, answer) => {
  const phone = await openPhone(await running(code));
  await phone.until('the question', () => phone.phoneText().includes(choice));
  await phone.tap(choice);
  expect(await said(phone)).toEqual(answer);
});

test('the phone is where the setting says', async () => {
  const phone = await openPhone(
    await miniProgram({
      'pages/a/a.js': `Page({ go() { wx.getLocation({ success: ({ latitude, longitude, speed }) =>
        this.setData({ said: JSON.stringify([latitude, longitude, speed]) }) }); },
        choose() { wx.chooseLocation({ success: ({ name, longitude }) => this.setData({ said: name + longitude }) }); } });`,
      'pages/a/a.wxml':
        '<view>{{said}}</view><view id="go" bindtap="go" /><view id="choose" bindtap="choose" />',
    }),
  );
  await phone.tap('#go');
  await phone.tap('Agree');
  await phone.tap('Allow');
  await phone.until("WeChat's example", () => phone.text() === '[23.099994,113.32452,-1]');
  await phone.choose('placeId', 'beijing');
  await phone.tap('#go');
  await phone.until('Beijing', () => phone.text() === '[39.908823,116.39747,-1]');
  await phone.tap('#choose');
  await phone.tap('.sheet button:nth-of-type(3)');
  await phone.until('the choice', () => phone.text() === 'Shanghai121.473701');
});

test('pictures are chosen of the album, as many as the program asks for', async () => {
  const phone = await openPhone(
    await miniProgram({
      'pages/a/a.js': `Page({ go({ currentTarget: { id } }) { wx[id]({ count: 2, complete: (answer) => {
        const { tempFiles = [], errMsg } = answer;
        const files = wx.getFileSystemManager();
        this.setData({ said: JSON.stringify([errMsg, ...tempFiles.map(({ path, tempFilePath = path, size }) =>
          [tempFilePath, size === files.readFileSync(tempFilePath).byteLength])]) });
      } }); } });`,
      'pages/a/a.wxml':
        '<view id="said">{{said}}</view><view id="chooseImage" bindtap="go" /><view id="chooseMedia" bindtap="go" />',
    }),
  );
  const pictures = () =>
    phone.until('the album', () => phone.document.querySelector('.album .pictures')?.children);
  await phone.tap('#chooseImage');
  await phone.tap('Agree');
  for (const picture of [...(await pictures())].slice(0, 3)) (picture as HTMLElement).click();
  await phone.tap('Done 2/2');
  await phone.until('two pictures', () => phone.text().startsWith('['));
  expect(JSON.parse(phone.text())).toEqual([
    'chooseImage:ok',
    ['http://tmp/1.png', true],
    ['http://tmp/2.png', true],
  ]);
  await phone.tap('#chooseMedia');
  ((await pictures())[4] as HTMLElement).click();
  await phone.tap('Done 1/2');
  await phone.until('one', () => phone.text().includes('http://tmp/3.png'));
  await phone.tap('#chooseImage');
  await phone.tap('Cancel');
  await phone.until('none', () => phone.text() === '["chooseImage:fail cancel"]');
});

test('a picture is previewed over the page until it is tapped', async () => {
  const phone = await openPhone(
    await running(
      "wx.previewImage({ urls: ['/a.png', '/b.png'], current: '/b.png', complete: say });",
    ),
  );
  expect(await said(phone)).toEqual({ errMsg: 'previewImage:ok' });
  const { body } = phone.page().ownerDocument;
  const cover = body.querySelector<HTMLElement>('.preview');
  expect(cover?.querySelector('img')?.getAttribute('src')).toBe('/app/b.png');
  cover?.click();
  expect(body.querySelector('.preview')).toBeNull();
});

test('what is asked for in passing succeeds', async () => {
  const phone = await openPhone(
    await running(`wx.cloud.init({ traceUser: true });
      wx.reportMonitor('1', 1);
      // Without listeners, as WeChat lets it pass.
      wx.getUpdateManager().onCheckForUpdate(); wx.onAppHide();
      const ext = wx.getExtConfigSync();
      Promise.all([wx.showShareMenu(), wx.setKeepScreenOn({ keepScreenOn: true }), wx.hideShareMenu()]).then((all) =>
        say([ext, wx.base64ToArrayBuffer('YQ==').byteLength, ...all.map(({ errMsg }) => errMsg)]));`),
  );
  expect(await said(phone)).toEqual([
    {},
    1,
    'showShareMenu:ok',
    'setKeepScreenOn:ok',
    'hideShareMenu:ok',
  ]);
  expect(phone.faults).toEqual([]);
});

const tabs = {
  'app.json': JSON.stringify({
    pages: ['pages/a/a', 'pages/b/b'],
    tabBar: {
      list: [
        { pagePath: 'pages/a/a', text: 'one' },
        { pagePath: 'pages/b/b', text: 'two' },
      ],
    },
  }),
  'pages/b/b.js': 'Page({})',
  'pages/b/b.wxml': '<view />',
};
test('the tab bar is renamed and hidden', async () => {
  const phone = await openPhone(
    await miniProgram({
      ...tabs,
      'pages/a/a.js': `Page({
        rename() { wx.setTabBarItem({ index: 1, text: 'three' }); },
        hide() { wx.hideTabBar(); },
      });`,
      'pages/a/a.wxml': '<view id="rename" bindtap="rename" /><view id="hide" bindtap="hide" />',
    }),
  );
  const bar = () => phone.document.querySelector('nav.tabs')?.textContent;
  await phone.until('the bar', () => bar() === 'onetwo');
  await phone.tap('#rename');
  await phone.until('the new name', () => bar() === 'onethree');
  await phone.tap('#hide');
  await phone.until('no bar', () => bar() === undefined);
});

test('a tab shows its badge, or a red dot, until it is removed', async () => {
  const calls = [
    "wx.setTabBarBadge({ index: 1, text: '12' })",
    "wx.setTabBarBadge({ index: 1, text: '1000' })",
    'wx.removeTabBarBadge({ index: 1 })',
    'wx.showTabBarRedDot({ index: 0 })',
    'wx.hideTabBarRedDot({ index: 0 })',
  ];
  const phone = await openPhone(
    await miniProgram({
      ...tabs,
      'pages/a/a.js': `Page({ ${calls.map((call, index) => `act${index}() { ${call}; }`)} });`,
      'pages/a/a.wxml': calls.map((_, at) => `<view id="act${at}" bindtap="act${at}" />`).join(''),
    }),
  );
  const badges = () =>
    [...phone.document.querySelectorAll('nav.tabs button')].map((tab) => {
      const badge = tab.querySelector('.badge');
      return badge && (badge.classList.contains('dot') ? 'dot' : badge.textContent);
    });
  const shown = [
    [null, '12'],
    [null, '…'],
    [null, null],
    ['dot', null],
    [null, null],
  ];
  for (const [index, expected] of shown.entries()) {
    await phone.tap(`#act${index}`);
    await phone.until(String(expected), () => String(badges()) === String(expected));
  }
});

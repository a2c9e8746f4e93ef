import { expect, test } from 'vitest';
import { miniProgram } from './mini-program.ts';
import { openPhone } from './phone.ts';

test('errors, rejections and a page that is missing reach the app and the listeners of wx', async () => {
  const phone = await openPhone(
    await miniProgram({
      'app.json': '{ "pages": ["pages/a/a"], "entryPagePath": "pages/gone/gone" }',
      'app.js': `const said = [];
App({
  said,
  onLaunch() {
    wx.onError(({ message }) => said.push('wx.onError ' + /lost/.test(message)));
    wx.onUnhandledRejection(({ reason }) => said.push('wx.onUnhandledRejection ' + reason));
    wx.onPageNotFound(({ path }) => said.push('wx.onPageNotFound ' + path));
  },
  onError(message) { said.push('onError ' + message.split('\\n')[0]); },
  onUnhandledRejection({ reason }) { said.push('onUnhandledRejection ' + reason); },
  onPageNotFound({ path, isEntryPage }) { said.push('onPageNotFound ' + path + isEntryPage); wx.redirectTo({ url: '/pages/a/a' }); },
});`,
      'pages/a/a.js': `Page({
  onLoad() { throw new Error('lost'); },
  onShow() { setTimeout(() => { throw new Error('lost too'); }); },
  look() { this.setData({ said: getApp().said }); },
});`,
      'pages/a/a.wxml': '<view id="look" bindtap="look">{{said}}</view>',
    }),
  );
  // The DOM of these tests has no such event of its own.
  const screen = phone.page().ownerDocument.defaultView as unknown as typeof globalThis;
  const detail = { reason: 'unhandled', promise: Promise.resolve() };
  screen.dispatchEvent(Object.assign(new screen.Event('unhandledrejection'), detail));
  const expected = [
    'onPageNotFound pages/gone/gonetrue',
    'wx.onPageNotFound pages/gone/gone',
    'onError lost',
    'wx.onError true',
    'onError lost too',
    'wx.onError true',
    'onUnhandledRejection unhandled',
    'wx.onUnhandledRejection unhandled',
  ];
  await phone.until('all of them', () => {
    phone.page().querySelector<HTMLElement>('[id="look"]')?.click();
    return expected.every((one) => phone.text().split(',').includes(one));
  });
  expect(phone.faults.map(({ message }) => message)).toEqual(['lost', 'lost too']);
  expect(phone.warnings.map(({ message }) => message)).toContain('unhandled rejection: unhandled');
});

test('wx.login answers a promise where no callback is given', async () => {
  const phone = await openPhone(
    await miniProgram({
      'pages/a/a.js': `Page({ async onLoad() { const { code, errMsg } = await wx.login(); this.setData({ said: [typeof code, errMsg] }); } });`,
      'pages/a/a.wxml': '<view>{{said}}</view>',
    }),
  );
  await phone.until('the code', () => phone.text() === 'string,login:ok');
});

test.each([
  ['true', '1'],
  ['false', ''],
])(
  'dragging the page down refreshes it where enablePullDownRefresh is %s',
  async (enabled, seen) => {
    const phone = await openPhone(
      await miniProgram({
        'pages/a/a.json': `{ "enablePullDownRefresh": ${enabled} }`,
        'pages/a/a.js': `Page({ onPullDownRefresh() { this.setData({ seen: '1' }); wx.stopPullDownRefresh(); } });`,
        'pages/a/a.wxml': '<view id="top">{{seen}}</view>',
      }),
    );
    const top = await phone.until('the page', () => phone.page().querySelector('[id="top"]'));
    const { MouseEvent } = top.ownerDocument.defaultView as unknown as typeof globalThis;
    const at = (type: string, clientY: number) =>
      top.dispatchEvent(new MouseEvent(type, { bubbles: true, clientY }));
    at('pointerdown', 10);
    at('pointermove', 100);
    at('pointerup', 100);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(phone.text()).toBe(seen);
  },
);
test('getCurrentPages has the page when its components are attached', async () => {
  const phone = await openPhone(
    await miniProgram({
      'pages/a/a.json': '{ "usingComponents": { "part": "/part" } }',
      'pages/a/a.wxml': '<part />',
      'part.json': '{ "component": true }',
      'part.js': `Component({
  lifetimes: {
    attached() { this.setData({ said: getCurrentPages().map(({ route, data }) => route + data.a) }); },
  },
});`,
      'part.wxml': '<view>{{said}}</view>',
      'pages/a/a.js': 'Page({ data: { a: 1 } });',
    }),
  );
  await phone.until('the page', () => phone.text() === 'pages/a/a1');
});

test('modules that run later see a wx that a script has put in the place of the first', async () => {
  const phone = await openPhone(
    await miniProgram({
      'app.js': `globalThis.wx = { ...wx, createPage: (options) => Page(options) };
wx.added = 'added';
App({});`,
      'pages/a/a.js': `wx.createPage({ onLoad() { this.setData({ said: [global.wx === wx, wx.added] }); } });`,
      'pages/a/a.wxml': '<view>{{said}}</view>',
    }),
  );
  await phone.until('the page', () => phone.text() === 'true,added');
});

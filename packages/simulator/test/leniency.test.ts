import { expect, test } from 'vitest';
import { miniProgram } from './mini-program.ts';
import { openPhone } from './phone.ts';

// What WeChat takes without a word, and programs of the field hold.

test('a handler that is put on the instance is called', async () => {
  const phone = await openPhone(
    await miniProgram({
      'pages/a/a.js':
        "Page({ onLoad() { this.e0 = () => this.setData({ seen: 'tapped' }); this.setData({ name: 'e0' }); } });",
      'pages/a/a.wxml': '<button id="go" bindtap="{{name}}">go</button><view>{{seen}}</view>',
    }),
  );
  await phone.tap('#go');
  await phone.until('the handler', () => phone.text().includes('tapped'));
});

test('the platform hands out Function, __wxConfig and requirePlugin; a plugin is refused when it is called', async () => {
  const phone = await openPhone(
    await miniProgram({
      'app.json':
        '{ "pages": ["pages/a/a"], "plugins": { "p": { "version": "1", "provider": "wx1" } }, "renderer": "skyline", "style": "v3" }',
      'pages/a/a.js': `const plugin = requirePlugin('p');
Page({ onLoad() {
  const global = Function('return this')();
  this.setData({ seen: [(() => 1) instanceof Function, global.wx === wx, typeof new Function('a', 'return a'), __wxConfig.envVersion] });
}, go() { plugin.hello(); } });`,
      'pages/a/a.wxml': '<view id="go" bindtap="go">{{seen}}</view>',
    }),
  );
  expect(phone.text()).toBe('true,true,function,develop');
  expect(phone.faults).toEqual([]);
  await phone.tap('#go');
  expect(phone.faults[0]).toMatchObject({
    message: expect.stringContaining('hello of the plugin p'),
    unsupported: true,
  });
});

test('an ES module may stand on one line', async () => {
  const phone = await openPhone(
    await miniProgram({
      'pages/a/u.js': '"use strict";const a="import x";export{a as b};export default 1;',
      'pages/a/a.js': '"use strict";import one,{b}from"./u";Page({data:{seen:[one,b]}});',
      'pages/a/a.wxml': '<view>{{seen}}</view>',
    }),
  );
  expect(phone.text()).toBe('1,import x');
});

test('unknown types, settings of another type, tabs without a text and unknown tags are passed over', async () => {
  const phone = await openPhone(
    await miniProgram({
      'app.json': JSON.stringify({
        pages: ['pages/a/a', 'pages/b/b'],
        window: { enablePullDownRefresh: 'yes', onReachBottomDistance: '50', navigationStyle: 'x' },
        tabBar: { list: [{ pagePath: 'pages/a/a' }, { pagePath: 'pages/b/b', text: 'b' }] },
      }),
      'pages/a/a.wxml': '<input type="" /><input type="nothing" /><loading>page a</loading>',
      'pages/b/b.js': 'Page({})',
      'pages/b/b.wxml': '<view />',
    }),
  );
  expect(phone.text()).toBe('page a');
  expect(phone.faults).toEqual([]);
});

test('a property without a type that is known, or an observer that is not there, is a remark', async () => {
  const phone = await openPhone(
    await miniProgram({
      'pages/a/a.json': '{ "usingComponents": { "x": "./x" } }',
      'pages/a/a.wxml': '<x>a</x>',
      'pages/a/x.json': '{ "component": true }',
      'pages/a/x.js':
        "Component({ properties: { a: { type: [Boolean, String] }, b: { type: String, observer: 'nothing' } } });",
      'pages/a/x.wxml': '<slot />',
    }),
  );
  expect(phone.text()).toBe('a');
  expect(phone.faults).toEqual([]);
  expect(phone.warnings.length).toBeGreaterThan(0);
});

test('a custom tab bar stands on the pages of its tabs', async () => {
  const phone = await openPhone(
    await miniProgram({
      'app.json': JSON.stringify({
        pages: ['pages/a/a', 'pages/b/b'],
        tabBar: {
          custom: true,
          list: [
            { pagePath: 'pages/a/a', text: 'a' },
            { pagePath: 'pages/b/b', text: 'b' },
          ],
        },
      }),
      'custom-tab-bar/index.json': '{ "component": true }',
      'custom-tab-bar/index.js':
        "Component({ data: { at: '' }, methods: { go() { wx.switchTab({ url: '/pages/b/b' }); } } });",
      'custom-tab-bar/index.wxml': '<view id="go" bindtap="go">own bar {{at}}</view>',
      'pages/a/a.js': "Page({ onShow() { this.getTabBar().setData({ at: 'a' }); } });",
      'pages/b/b.js': "Page({ onShow() { this.getTabBar().setData({ at: 'b' }); } });",
      'pages/b/b.wxml': '<view>page b</view>',
    }),
  );
  expect(phone.text()).toBe('page a own bar a');
  expect(phone.document.querySelector('nav.tabs')).toBeNull();
  await phone.tap('#go');
  await phone.until('the other tab', () => phone.text() === 'page b own bar b');
  expect(phone.faults).toEqual([]);
});

test('an event is an object of its own, with values alone', async () => {
  const phone = await openPhone(
    await miniProgram({
      'pages/a/a.js': `Page({ go(event) {
        const own = ['type', 'timeStamp', 'target', 'currentTarget', 'detail', 'touches', 'changedTouches', 'mark'].filter((name) => !Object.hasOwn(event, name));
        const functions = Object.keys(event).filter((name) => typeof event[name] === 'function');
        event.detail = 1;
        this.setData({ seen: JSON.stringify([own, functions, event.detail, event.target.id, event.currentTarget.dataset, event.mark]) });
      } });`,
      'pages/a/a.wxml':
        '<view data-a="{{1}}" bindtap="go" mark:m="n"><text id="go">{{seen}}</text></view>',
    }),
  );
  await phone.tap('#go');
  await phone.until('the event', () => phone.text() === '[[],[],1,"go",{"a":1},{"m":"n"}]');
});

test('require.async answers a promise, and an advertisement is drawn as nothing', async () => {
  const phone = await openPhone(
    await miniProgram({
      'pages/a/b.js': 'module.exports = 1;',
      'pages/a/a.js':
        "Page({ onLoad() { require.async('./b').then((seen) => this.setData({ seen })); require.async('./gone').catch(({ message }) => this.setData({ gone: /gone/.test(message) })); } });",
      'pages/a/a.wxml': '<ad unit-id="x" /><view>{{seen}}{{gone}}</view>',
    }),
  );
  await phone.until('both', () => phone.text() === '1true');
  expect(phone.faults).toEqual([]);
});

test('resolveAlias of app.json finds scripts and components; behaviors may be nested', async () => {
  const phone = await openPhone(
    await miniProgram({
      'app.json': '{ "pages": ["pages/a/a"], "resolveAlias": { "~/*": "/lib/*", "@/*": "/*" } }',
      'lib/one.js': 'module.exports = "one";',
      'part/part.json': '{ "component": true }',
      'part/part.js': 'Component({ behaviors: [["wx://form-field"], [Behavior({})]] });',
      'part/part.wxml': '<view>part</view>',
      'pages/a/a.json': '{ "usingComponents": { "part": "@/part/part" } }',
      'pages/a/a.js': 'Page({ data: { one: require("~/one"), two: require("@/lib/one") } });',
      'pages/a/a.wxml': '<part /><view>{{one}}{{two}}</view>',
    }),
  );
  expect(phone.text()).toBe('part oneone');
  expect(phone.faults).toEqual([]);
});

test('onLaunch has referrerInfo, which is empty unless another mini program opened this one', async () => {
  const phone = await openPhone(
    await miniProgram({
      'app.js':
        'App({ onLaunch({ referrerInfo }) { this.from = referrerInfo.appId ?? "none"; } });',
      'pages/a/a.js': 'Page({ onLoad() { this.setData({ from: getApp().from }); } });',
      'pages/a/a.wxml': '<view>{{from}}</view>',
    }),
  );
  expect(phone.text()).toBe('none');
});

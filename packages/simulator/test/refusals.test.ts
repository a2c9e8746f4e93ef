import { expect, test } from 'vitest';
import { miniProgram } from './mini-program.ts';
import { openPhone } from './phone.ts';

async function faultsOf(files: Record<string, string>, wanted = 1) {
  const phone = await openPhone(await miniProgram(files));
  await phone.until('a fault', () => phone.faults.length >= wanted);
  expect(phone.phoneText()).toContain(phone.faults[0]?.message);
  return phone.faults;
}

test('a tag that is not supported is named with file and line', async () => {
  expect(await faultsOf({ 'pages/a/a.wxml': '<view>\n  <editor id="e" />\n</view>' })).toEqual([
    {
      message: '<editor> is not supported by this simulator',
      where: 'pages/a/a.wxml:2',
      unsupported: true,
    },
  ]);
});

test('a tag of a template that the page imports is named where it stands', async () => {
  const faults = await faultsOf({
    'pages/a/a.wxml': '<import src="../../t.wxml" /><template is="t" />',
    't.wxml': '<template name="t">\n<live-player /></template>',
  });
  expect(faults[0]?.where).toBe('t.wxml:2');
});

const unsupported = (what: string, where: string) => ({
  message: `${what} is not supported by this simulator`,
  where,
  unsupported: true,
});

test('an API that is lacking fails as the platform fails, is named once with file and line, and the program goes on', async () => {
  const phone = await openPhone(
    await miniProgram({
      'pages/a/a.js': `Page({ data: { said: [] },
  onLoad() {
    const say = (what) => this.setData({ said: [...this.data.said, what] });
    for (const turn of [1, 2])
      wx.chooseInvoice({ fail: ({ errMsg }) => say(errMsg), complete: () => say('complete ' + turn) });
    wx.chooseInvoice().catch(({ errMsg }) => say('rejected ' + errMsg));
    say('went on');
  },
});`,
      'pages/a/a.wxml': '<view>{{said}}</view>',
    }),
  );
  const failed = 'chooseInvoice:fail wx.chooseInvoice is not supported by this simulator';
  const said = ['went on', `rejected ${failed}`, failed, 'complete 1', failed, 'complete 2'];
  await phone.until('every answer', () => phone.text() === said.join());
  expect(phone.faults).toEqual([unsupported('wx.chooseInvoice', 'pages/a/a.js:5')]);
});

test('an object that WeChat hands out at once is there, and what only draws, sounds or measures does nothing', async () => {
  const phone = await openPhone(
    await miniProgram({
      'pages/a/a.js': `const audio = wx.createInnerAudioContext();
const background = wx.getBackgroundAudioManager();
const db = wx.cloud.database();
wx.getRecorderManager(); wx.createLivePusherContext(); wx.createMapContext('m'); wx.createCameraContext();
Page({ onLoad() {
  audio.src = '/a.mp3'; audio.onEnded(() => {}); audio.play(); audio.play(); background.pause();
  const drawing = wx.createCanvasContext('c');
  drawing.setFillStyle('red'); drawing.fillRect(0, 0, 1, 1); drawing.draw();
  const gradient = drawing.createLinearGradient(0, 0, 1, 1); gradient.addColorStop(0, 'red');
  const surface = wx.createOffscreenCanvas({ type: '2d' }).getContext('2d');
  surface.fillStyle = 'red'; surface.arc(0, 0, 1, 0, 1);
  const performance = wx.getPerformance();
  performance.createObserver(() => {}).observe({ entryTypes: ['render'] });
  const seen = [audio.src, surface.fillStyle, drawing.measureText('a').width, surface.measureText('a').width, performance.getEntries().length];
  wx.login({ success: () => this.setData({ seen }) });
} });`,
      'pages/a/a.wxml': '<canvas canvas-id="c" /><view>{{seen}}</view>',
    }),
  );
  await phone.until('the login', () => phone.text() === '/a.mp3,red,0,0,0');
  expect(phone.faults).toEqual([]);
  const said = phone.warnings.map(({ message }) => message);
  expect(said).toContain('InnerAudioContext.play does nothing in this simulator');
  expect(said).toContain('CanvasContext.fillRect does nothing in this simulator');
  expect(new Set(said).size).toBe(said.length);
});

test('the canvas behind a box is handed out, and drawing on it does nothing, said once', async () => {
  const phone = await openPhone(
    await miniProgram({
      'pages/a/a.js': `Page({ onReady() {
  const query = wx.createSelectorQuery();
  query.select('#c').fields({ node: true, size: true });
  query.select('#none').node();
  query.select('#text').fields({ computedStyle: ['display'], node: true });
  query.exec(([canvas, none, text]) => {
    const { node } = canvas;
    node.width = 600;
    const drawing = node.getContext('2d');
    for (let at = 0; at < 9; at += 1) drawing.fillRect(0, 0, at, at);
    const same = node.getContext('2d') === drawing && drawing.canvas === node;
    node.requestAnimationFrame(() => this.createSelectorQuery().select('#c').node((again) =>
      this.setData({ said: JSON.stringify([typeof canvas.width, none, text, node.width, same, again.node === node]) })).exec());
  });
} });`,
      'pages/a/a.wxml':
        '<canvas type="2d" id="c" /><view id="text" style="display: flex">{{said}}</view>',
    }),
  );
  await phone.until('the answer', () => phone.text().startsWith('['));
  expect(JSON.parse(phone.text())).toEqual([
    'number',
    null,
    { node: null, display: 'flex' },
    600,
    true,
    true,
  ]);
  expect(phone.faults).toEqual([]);
  expect(phone.warnings.map(({ message }) => message)).toEqual([
    'RenderingContext.fillRect does nothing in this simulator',
  ]);
});

test('what an object of the cloud is asked for is refused by name, and set up in vain', async () => {
  const phone = await openPhone(
    await miniProgram({
      'app.js': "wx.cloud.init({ env: 'e' }); App({});",
      'pages/a/a.js': `const db = wx.cloud.database(); const _ = db.command;
Page({ async onLoad() {
  const failed = [];
  const asked = (call) => call.catch((error) => failed.push(error.errMsg ?? error.message));
  await asked(wx.cloud.callFunction({ name: 'login' }));
  await asked(db.collection('a').where({ n: _.gt(1).and(_.lt(3)) }).orderBy('n', 'asc').limit(1).get());
  await asked(db.collection('a').doc('b').update({ data: { at: db.serverDate(), n: _.inc(1) } }));
  await asked(wx.cloud.uploadFile({ cloudPath: 'a', filePath: 'b' }));
  this.setData({ failed });
} });`,
      'pages/a/a.wxml': '<view wx:for="{{failed}}" wx:key="*this">{{item}};</view>',
    }),
  );
  await phone.until('every answer', () => phone.text().includes('uploadFile'));
  const of = (name: string) => `${name} is not supported by this simulator`;
  expect(
    phone
      .text()
      .split(';')
      .filter(Boolean)
      .map((text) => text.trim()),
  ).toEqual([
    expect.stringContaining(of('wx.cloud.callFunction')),
    expect.stringContaining(of('Query.get')),
    expect.stringContaining(of('DocumentReference.update')),
    expect.stringContaining(of('wx.cloud.uploadFile')),
  ]);
  expect(phone.faults.map(({ message }) => message)).not.toContain(of('wx.cloud.database'));
});

test('an object that is lacking is refused by the name of what is called on it', async () => {
  const phone = await openPhone(
    await miniProgram({
      'pages/a/a.js': `Page({ onLoad() {
  const live = wx.createLivePusherContext();
  live.start();
  wx.cloud.database().collection('a').where({}).get().catch(() => this.setData({ said: 'on' }));
  wx.onCompassChange(() => {});
} });`,
      'pages/a/a.wxml': '<view>{{said}}</view>',
    }),
  );
  await phone.until('the rest', () => phone.text() === 'on');
  expect(phone.faults.map(({ message }) => message.split(' ')[0])).toEqual([
    'LivePusherContext.start',
    'Query.get',
  ]);
  expect(phone.warnings[0]?.message).toBe(
    'wx.onCompassChange: this event never comes in this simulator',
  );
});

test('what is lacking and answers at once throws its name', async () => {
  const faults = await faultsOf({
    'pages/a/a.js': 'Page({ onLoad() {\n wx.getBatteryInfoSync().level; } });',
  });
  expect(faults).toEqual([unsupported('wx.getBatteryInfoSync', 'pages/a/a.js:2')]);
});

test('a name that WeChat does not document is undefined until it is assigned, as on the platform', async () => {
  const phone = await openPhone(
    await miniProgram({
      'pages/a/a.js': `Page({ onLoad() {
        (wx.jsonpQueue = wx.jsonpQueue || []).push('a');
        this.setData({ seen: [typeof wx.nothing, 'nothing' in wx, wx.jsonpQueue, typeof wx.scanCode, typeof wx.chooseInvoice] });
      } });`,
      'pages/a/a.wxml': '<view>{{seen}}</view>',
    }),
  );
  expect(phone.text()).toBe('undefined,false,a,function,function');
  expect(phone.faults).toEqual([]);
});

test('wx.canIUse tells what is there', async () => {
  const there = [
    'login',
    'getSystemInfoSync.return.safeArea',
    'button',
    'button.open-type.getPhoneNumber',
    'button.bindtap',
    'scroll-view.scroll-into-view',
    'canIUse',
  ];
  const lacking = [
    'chooseInvoice',
    'nothing',
    'editor',
    'button.open-type.contact',
    'view.nothing',
    'toString',
    'constructor',
  ];
  const phone = await openPhone(
    await miniProgram({
      'pages/a/a.js': `Page({ onLoad() { this.setData({ seen: ${JSON.stringify([...there, ...lacking])}.filter(wx.canIUse).join() }); } });`,
      'pages/a/a.wxml': '<view>{{seen}}</view>',
    }),
  );
  expect(phone.text()).toBe(there.join());
});

test('an open-type that is not supported is named once it is tapped', async () => {
  const phone = await openPhone(
    await miniProgram({ 'pages/a/a.wxml': '<button id="share" open-type="share" />' }),
  );
  expect(phone.faults).toEqual([]);
  await phone.tap('#share');
  expect(phone.faults).toEqual([unsupported('<button open-type="share">', 'pages/a/a.wxml')]);
});

test('a behavior that is not supported is named', async () => {
  const [behavior] = await faultsOf({
    'pages/a/a.js': 'Page({ behaviors: ["wx://else"] });',
  });
  expect(behavior?.message).toBe('the behavior wx://else is not supported by this simulator');
});

test.each([
  ['an app.js that throws', { 'app.js': 'App({});\nnull.x;' }, 'app.js:2', /TypeError/],
  ['a syntax error', { 'pages/a/a.js': 'Page({\n  data: }\n});' }, 'pages/a/a.js:2', /SyntaxError/],
  [
    'an error in a handler',
    { 'pages/a/a.js': 'Page({\n\n onReady() { undefined.y; } });' },
    'pages/a/a.js:3',
    /TypeError/,
  ],
  [
    'an error in a callback',
    {
      'pages/a/a.js':
        'Page({ onLoad() { wx.getNetworkType({ success() {\n undefined.z; } }); } });',
    },
    'pages/a/a.js:2',
    /TypeError/,
  ],
])('%s is shown with file and line', async (_what, files, where, message) => {
  const faults = await faultsOf(files);
  expect(faults[0]).toEqual({ message: expect.stringMatching(message), where });
});

test('a module that is missing is named with the file that asked', async () => {
  const [fault] = await faultsOf({
    'pages/a/a.js': 'const u = require("../../utils/u");\nPage({});',
  });
  expect(fault).toEqual({
    message: 'pages/a/a.js requires "../../utils/u", which is not there',
    where: 'pages/a/a.js:1',
  });
});

test.each([
  ['no app.json', { 'app.json': '' }, 'app.json', /JSON/],
  ['a syntax error in app.js', { 'app.js': 'App({\n' }, 'app.js:1', /SyntaxError/],
])('%s keeps the mini program from starting and is named', async (_what, files, where, message) => {
  const faults = await faultsOf(files);
  expect(faults[0]).toEqual({ message: expect.stringMatching(message), where });
});

const twoPages = { 'app.json': '{"pages":["pages/a/a","pages/b/b"]}', 'pages/b/b.js': 'Page({})' };
test.each([
  ['a page without a template', {}, 'app.json'],
  ['a page without a script', { 'pages/b/b.js': undefined, 'pages/b/b.wxml': '' }, 'app.json'],
  ['a template that does not close', { 'pages/b/b.wxml': '<view>\n{{ a b }}' }, 'pages/b/b.wxml:2'],
  ['a missing end tag', { 'pages/b/b.wxml': '<view>\n<view>' }, 'pages/b/b.wxml:2'],
  ['a stray end tag', { 'pages/b/b.wxml': '</view>' }, 'pages/b/b.wxml:1'],
  ['a style sheet that does not close', { 'pages/b/b.wxss': '.a {\n' }, 'pages/b/b.wxss:1'],
  [
    'an import of a style sheet that is missing',
    { 'pages/b/b.wxss': '@import "x";' },
    'pages/b/b.wxss',
  ],
  [
    'an include that is missing',
    { 'pages/b/b.wxml': '<include src="x.wxml" />' },
    'pages/b/b.wxml',
  ],
  [
    'an error in a template that is taken in',
    { 'pages/b/b.wxml': '<import src="t.wxml" />', 'pages/b/t.wxml': '<view>' },
    'pages/b/t.wxml:1',
  ],
  [
    'a WXS that is missing',
    { 'pages/b/b.wxml': '<wxs module="m" src="x.wxs" />' },
    'pages/b/b.wxml',
  ],
  [
    'a WXS that cannot be parsed',
    { 'pages/b/b.wxml': '<wxs module="m" src="x.wxs" />', 'pages/b/x.wxs': 'var a =\n' },
    'pages/b/x.wxs:1',
  ],
  [
    'a WXS inside of a template that cannot be parsed',
    { 'pages/b/b.wxml': '<wxs module="m">var a = ;</wxs>' },
    'pages/b/b.wxml:1',
  ],
  ['a JSON file that cannot be parsed', { 'pages/b/b.json': '{,}' }, 'pages/b/b.json'],
  ['a script that cannot be parsed', { 'pages/b/b.js': 'Page({\n' }, 'pages/b/b.js:1'],
  [
    'a component that is missing',
    { 'pages/b/b.json': '{"usingComponents":{"x":"./x"}}', 'pages/b/b.wxml': '<x />' },
    'pages/b/b.wxml:1',
  ],
  [
    'a component of npm that is missing everywhere',
    {
      'app.json': '{"pages":["pages/a/a","pages/b/b"],"usingComponents":{"x":"lib/x"}}',
      'pages/b/b.wxml': '<x />',
    },
    'pages/b/b.wxml:1',
  ],
  [
    'a component with a missing end tag',
    {
      'pages/b/b.json': '{"usingComponents":{"x":"./x"}}',
      'pages/b/b.wxml': '<x />',
      'pages/b/x.json': '{"component":true}',
      'pages/b/x.js': 'Component({})',
      'pages/b/x.wxml': '<view>',
    },
    'pages/b/x.wxml:1',
  ],
  [
    'a plugin',
    {
      'app.json': '{"pages":["pages/a/a","pages/b/b"],"plugins":{"p":{}}}',
      'pages/b/b.json': '{"usingComponents":{"x":"plugin://p/x"}}',
      'pages/b/b.wxml': '<x />',
    },
    'pages/b/b.wxml:1',
  ],
])('%s is a fault of the page that has it, when it opens', async (_what, files, where) => {
  const all = {
    'pages/b/b.wxml': _what === 'a page without a template' ? undefined : '<view />',
    ...twoPages,
    ...files,
  };
  const present = Object.fromEntries(Object.entries(all).filter(([, text]) => text !== undefined));
  const phone = await openPhone(
    await miniProgram({
      ...(present as Record<string, string>),
      'pages/a/a.wxml': '<navigator id="b" url="/pages/b/b">page a</navigator>',
    }),
  );
  expect(phone.text()).toBe('page a');
  expect(phone.faults).toEqual([]);
  await phone.tap('#b');
  await phone.until('the fault', () => phone.faults.length);
  expect(phone.faults[0]?.where).toBe(where);
});

test.each([
  ['a binding in wx:key', '<view wx:for="{{[1]}}" wx:key="{{item.id}}">a</view>'],
  ['upper case', '<view data-Foo="1">a</view>'],
  ['an attribute twice', '<view id="a" id="b">a</view>'],
  ['an unknown prefix', '<view foo:bar="1">a</view>'],
  ['a binding for a name', '<view {{a}}>a</view>'],
  ['an unquoted value', '<view id=a>a</view>'],
  ['an unknown entity', '<view>a&foo;</view>'],
])('%s is a warning, once', async (_what, wxml) => {
  const phone = await openPhone(await miniProgram({ 'pages/a/a.wxml': wxml }));
  expect(phone.text()).toContain('a');
  expect(phone.faults).toEqual([]);
  const compiled = phone.warnings.filter(({ where }) => where === 'pages/a/a.wxml:1');
  expect(new Set(compiled.map(({ message }) => message)).size).toBeGreaterThan(0);
});

test('the browser is out of reach', async () => {
  const names = [
    'window',
    'document',
    'fetch',
    'XMLHttpRequest',
    'localStorage',
    'eval',
    'process',
    'self',
    'parent',
  ];
  const phone = await openPhone(
    await miniProgram({
      'pages/a/a.js': `Page({ data: { seen: '' }, onLoad() { 'use strict'; this.setData({ seen: ${JSON.stringify(names)}.filter((name, index) => [${names.map((name) => `typeof ${name}`).join()}][index] !== 'undefined').join() || 'nothing' }); } });`,
      'pages/a/a.wxml': '<view>{{seen}}</view>',
    }),
  );
  expect(phone.text()).toBe('nothing');
});

test('a warning of the framework is recorded', async () => {
  const phone = await openPhone(await miniProgram({ 'pages/a/a.wxml': '<view colour="red" />' }));
  expect(phone.warnings).toEqual([
    { message: '"colour" is not a valid property', where: 'pages/a/a' },
  ]);
});

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
  expect(await faultsOf({ 'pages/a/a.wxml': '<view>\n  <map longitude="1" />\n</view>' })).toEqual([
    { message: '<map> is not supported by this simulator', where: 'pages/a/a.wxml:2' },
  ]);
});

test('a tag of a template that the page imports is named where it stands', async () => {
  const faults = await faultsOf({
    'pages/a/a.wxml': '<import src="../../t.wxml" /><template is="t" />',
    't.wxml': '<template name="t">\n<video /></template>',
  });
  expect(faults[0]?.where).toBe('t.wxml:2');
});

test('an API that is not supported is named with file and line, also one inside of another', async () => {
  expect(
    await faultsOf(
      {
        'pages/a/a.js':
          'Page({\n  onLoad() {\n    wx.scanCode({});\n  },\n  onShow() { wx.cloud.init(); },\n});',
      },
      2,
    ),
  ).toEqual([
    { message: 'wx.scanCode is not supported by this simulator', where: 'pages/a/a.js:3' },
    { message: 'wx.cloud.init is not supported by this simulator', where: 'pages/a/a.js:5' },
  ]);
});

test('an open-type that is not supported is named once it is tapped', async () => {
  const phone = await openPhone(
    await miniProgram({ 'pages/a/a.wxml': '<button id="share" open-type="share" />' }),
  );
  expect(phone.faults).toEqual([]);
  await phone.tap('#share');
  const message = '<button open-type="share"> is not supported by this simulator';
  expect(phone.faults).toEqual([{ message, where: 'pages/a/a.wxml' }]);
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
  ['no app.json', { 'app.json': '' }, 'app.json'],
  [
    'a page without a template',
    { 'app.json': '{"pages":["pages/a/a","pages/b/b"]}', 'pages/b/b.js': '' },
    'app.json',
  ],
  ['a template that does not close', { 'pages/a/a.wxml': '<view>\n{{ a b }}' }, 'pages/a/a.wxml:2'],
  ['a style sheet that does not close', { 'pages/a/a.wxss': '.a {\n' }, 'pages/a/a.wxss:1'],
  ['an import of a style sheet that is missing', { 'app.wxss': '@import "x.wxss";' }, 'app.wxss'],
  [
    'an include that is missing',
    { 'pages/a/a.wxml': '<include src="x.wxml" />' },
    'pages/a/a.wxml',
  ],
  [
    'a component that is missing',
    { 'pages/a/a.json': '{"usingComponents":{"x":"./x"}}' },
    'pages/a/a.json',
  ],
  ['a plugin', { 'app.json': '{"pages":["pages/a/a"],"plugins":{}}' }, 'app.json'],
])('%s keeps the mini program from starting and is named', async (_what, files, where) => {
  const faults = await faultsOf(files);
  expect(faults[0]?.where).toBe(where);
});

test('the browser is out of reach', async () => {
  const names = [
    'window',
    'document',
    'fetch',
    'XMLHttpRequest',
    'localStorage',
    'eval',
    'Function',
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

test('a warning of the framework is kept for whoever looks on', async () => {
  const phone = await openPhone(await miniProgram({ 'pages/a/a.wxml': '<view colour="red" />' }));
  expect(phone.warnings).toEqual([
    { message: '"colour" is not a valid property', where: 'pages/a/a' },
  ]);
});

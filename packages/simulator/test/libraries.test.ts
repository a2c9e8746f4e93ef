import { expect, test } from 'vitest';
import { miniProgram } from './mini-program.ts';
import { openPhone } from './phone.ts';

// What component libraries of the field rely on.
const component = (name: string, wxml: string, js = '', using: Record<string, string> = {}) => ({
  [`miniprogram_npm/lib/${name}/index.json`]: JSON.stringify({
    component: true,
    usingComponents: using,
  }),
  [`miniprogram_npm/lib/${name}/index.wxml`]: wxml,
  [`miniprogram_npm/lib/${name}/index.wxss`]: `:host { opacity: 0.5 } .x { color: rgb(0, 0, ${name.length}) }`,
  [`miniprogram_npm/lib/${name}/index.js`]: `import { define } from '../common/define';\n${js}\ndefine({ ...(typeof more === 'undefined' ? {} : more) });`,
});

const library = {
  'app.json': '{ "pages": ["pages/a/a"], "usingComponents": { "x-outer": "lib/outer" } }',
  'miniprogram_npm/lib/common/define.js':
    'export function define(options) { Component({ externalClasses: ["custom-class"], ...options }); }',
  'miniprogram_npm/lib/wxs/is.wxs':
    'module.exports = { array: function (x) { return x && x.constructor === "Array"; }, dashed: function (s) { return s.replace(getRegExp(" ", "g"), "-"); } };',
  'miniprogram_npm/lib/wxs/all.wxs': 'module.exports = require("./is.wxs");',
  ...component(
    'outer',
    '<wxs src="../wxs/all.wxs" module="all" /><view class="x" id="outer">{{all.array([1])}} {{all.array("a")}} {{all.dashed("a b c")}} {{measured}}</view><x-in id="in" name="n" />',
    `const more = { data: { measured: '' }, relations: {}, lifetimes: { attached() {
      wx.createSelectorQuery().in(this).select('#outer').boundingClientRect((found) => this.setData({ measured: found ? 'measured' : '' })).exec();
    } } };`,
    { 'x-in': '../in/index' },
  ),
  ...component(
    'in',
    '<view class="x custom-class" id="inner">{{name}}</view>',
    'const more = { behaviors: ["wx://form-field"] };',
  ),
  'pages/a/a.wxml': '<x-outer />',
};

test('a library from npm is found, defined through its own module and measured before its page is loaded', async () => {
  const phone = await openPhone(await miniProgram(library));
  expect([phone.faults, phone.warnings]).toEqual([[], []]);
  await phone.until('the measure', () => phone.text().includes('measured'));
  expect(phone.text()).toMatch(/^true (false|) ?a-b-c measured n$/);
});

test('each component has a scope of its own', async () => {
  const phone = await openPhone(await miniProgram(library));
  const window = phone.page().ownerDocument.defaultView as Window;
  const colour = (id: string) =>
    window.getComputedStyle(phone.page().querySelector(`[id="${id}"]`) as Element).color;
  expect([colour('outer'), colour('inner')]).toEqual(['rgb(0, 0, 5)', 'rgb(0, 0, 2)']);
});

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { miniProgram } from './mini-program.ts';
import { openPhone } from './phone.ts';
import { readTypings } from './typings.ts';

const readme = readFileSync(path.resolve(import.meta.dirname, '../README.md'), 'utf8');
// Written for the browser, and read here for what it lists.
const builtIn = '../src/screen/built-in/index.ts';
const standIns = '../src/screen/wx/stand-ins.ts';

/** The names in one cell of the table of what is there, sorted. */
function cell(row: string, column: 1 | 2 | 3): string[] {
  const line = readme.split('\n').find((text) => text.startsWith(`| ${row} |`)) ?? '';
  const names = [...(line.split(' | ')[column] ?? '').matchAll(/`([^`]+)`/g)];
  return names.map(([, name]) => name as string).sort();
}

test('the table of tags is what the simulator has', async () => {
  const { builtIns, lackingTags } = await import(builtIn);
  const grey = ['camera', 'canvas', 'map', 'official-account', 'open-data', 'video', 'web-view'];
  expect(cell('tags', 2)).toEqual(grey);
  expect(cell('tags', 1)).toEqual(
    Object.keys(builtIns)
      .filter((tag) => !grey.includes(tag))
      .sort(),
  );
  expect(cell('tags', 3)).toEqual([...lackingTags].sort());
});

test('the table of wx and of open-types is what wx.canIUse tells, and what WeChat documents beyond it', async () => {
  const documented = Object.keys(readTypings().wx);
  const openTypes = [...cell('`open-type` of a button', 1), ...cell('`open-type` of a button', 3)];
  const phone = await openPhone(
    await miniProgram({
      'pages/a/a.js': `Page({ onLoad() { this.setData({
        names: Object.keys(wx).filter(wx.canIUse).sort().join(),
        types: ${JSON.stringify(openTypes)}.filter((type) => wx.canIUse('button.open-type.' + type)).join(),
      }); } });`,
      'pages/a/a.wxml': '<view>{{names}} {{types}}</view>',
    }),
  );
  const [names = '', types = ''] = phone.text().split(' ');
  const there = names.split(',');
  expect(cell('`wx.*`', 1)).toEqual(there);
  expect(types.split(',')).toEqual(cell('`open-type` of a button', 1));
  const { greyNames } = await import(standIns);
  const grey = greyNames.filter((name: string) => !there.includes(name));
  expect(cell('`wx.*`', 2)).toEqual(grey);
  const refused = documented.filter((name) => ![...there, ...grey].includes(name)).length;
  expect(readme).toContain(`the other ${refused} that WeChat's type definitions document`);
});

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { errmsgs } from './errcodes.ts';
import { failureSchema } from './failures.ts';
import { defaultApps } from './index.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const rows = (pattern: RegExp) =>
  [...readme.matchAll(pattern)].map(([, key = '', value = '']) => [key, value]);

test('the README lists every errcode with its text', () => {
  expect(Object.fromEntries(rows(/^\| (-?\d+) +\| `(.+?)` +\|/gm))).toEqual(errmsgs);
});

test('the README lists every failure that can be scripted', () => {
  const listed = rows(/^\| `\{ kind: '(\w+)'/gm).map(([kind]) => kind);
  expect(listed).toEqual(failureSchema.options.map(({ shape }) => shape.kind.value));
});

test('the README gives the AppSecret of every default app', () => {
  expect(rows(/^\| `(\w+)` +\| `([0-9a-f]{32})` +\|/gm)).toEqual(
    defaultApps.map(({ appId, appSecret }) => [appId, appSecret]),
  );
});

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const folders = [
  import.meta.dirname,
  path.resolve(import.meta.dirname, '../../express/src/store/postgres'),
];
const texts = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .flatMap((name) => {
      const source = readFileSync(path.join(folder, name), 'utf8');
      return [...source.matchAll(/(['"`])((?:(?!\1)[^\\\n]|\\.)+)\1/g)].map(
        ([, , text = '']) => text,
      );
    }),
);

test('the doctor speaks as the docs do', () => {
  expect(texts.length).toBeGreaterThan(100);
  const words = /\b(see to|see that|can not)\b/;
  expect(texts.filter((text) => words.test(text))).toEqual([]);
});

/** What can't be undone, loses something, or makes less safe. */
const costly =
  /\b(reset|delete|drop|reinstall|make it the owner|take sslmode out|raise max_connections)\b/i;
const alternatives = /, |; only if /;

test('a fix that costs much is never the first of several', () => {
  const fixes = texts.filter((text) => alternatives.test(text) && costly.test(text));
  expect(fixes.length).toBeGreaterThan(3);
  for (const fix of fixes) expect(fix.split(alternatives)[0]).not.toMatch(costly);
});

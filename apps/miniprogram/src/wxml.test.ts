import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TmplGroup } from 'glass-easel-template-compiler';
import { describe, expect, test } from 'vitest';
import { createPhone } from 'weapp-login/test/phone';
import { buildForTest, source } from '../test/dist.ts';
import { pages, runMiniProgram } from '../test/run.ts';

const templates = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('.wxml'),
);
const read = (path: string) => readFileSync(join(source, path), 'utf8');

function warningsOf(path: string, wxml: string): unknown[] {
  const group = new TmplGroup();
  const warnings: unknown[] = group.addTmpl(path, wxml);
  group.free();
  return warnings;
}

test('the compiler warns of what is not well-formed', () => {
  expect(warningsOf('a', '<view>')).not.toEqual([]);
});

test.each(templates)('%s compiles without a warning', (path) => {
  expect(warningsOf(path, read(path))).toEqual([]);
});

describe.each(pages)('%s', (path) => {
  const wxml = read(`${path}.wxml`);
  const all = (pattern: RegExp) => [...wxml.matchAll(pattern)].map(([, found]) => found as string);

  test('binds only what the page has', async () => {
    const dist = await buildForTest('http://127.0.0.1:2020');
    const { page } = runMiniProgram(dist.output, createPhone().wx, path);
    await dist.remove();
    const expressions = all(/\{\{(.*?)\}\}/g).map((text) => text.replace(/'[^']*'/g, ''));
    const roots = expressions.flatMap((text) =>
      [...text.matchAll(/(?<![.\w])[a-z]\w*/g)].map(([name]) => name),
    );
    const known = [...Object.keys(page.data), 'item', 'true', 'false'];
    expect(roots.length).toBeGreaterThan(0);
    expect(roots.filter((name) => !known.includes(name))).toEqual([]);
    const words = all(/words\.(\w+)/g);
    expect(words.filter((name) => !Object.hasOwn(page.data.words as object, name))).toEqual([]);
    const handlers = all(/bind:?\w+="(\w+)"/g);
    expect(handlers).toHaveLength(wxml.split(/\sbind/).length - 1);
    expect(handlers.filter((name) => typeof Reflect.get(page, name) !== 'function')).toEqual([]);
  });
});

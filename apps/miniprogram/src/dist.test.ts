import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { oldestBaseLibrary } from '@weapp-login/shared';
import { oldestBaseLibrary as oldestOfBuild } from '@weapp-login/simulator/build';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createPhone } from 'weapp-login/test/phone';
import { buildForTest, source } from '../test/dist.ts';
import { pages, runMiniProgram } from '../test/run.ts';

describe('the built mini program', () => {
  let dist: Awaited<ReturnType<typeof buildForTest>>;
  let texts: Map<string, string>;

  beforeEach(async () => {
    dist = await buildForTest('http://127.0.0.1:2020');
    texts = new Map();
    for (const file of dist.files) {
      texts.set(file, await readFile(join(dist.output, file), 'utf8'));
    }
  });
  afterEach(() => dist.remove());

  const filesWith = (pattern: RegExp) =>
    [...texts].filter(([, text]) => pattern.test(text)).map(([file]) => file);

  test('is all that the folder holds', async () => {
    const entries = await readdir(dist.output, { recursive: true, withFileTypes: true });
    expect(entries.filter((entry) => entry.isFile())).toHaveLength(dist.files.length);
  });

  test('requires nothing but its own modules, each of which exists', () => {
    const required = [...texts].flatMap(([file, text]) =>
      [...text.matchAll(/require\(([^)]*)\)/g)].map(([, argument]) => {
        expect(argument).toMatch(/^"\.{1,2}\/[\w./-]+\.js"$/);
        return join(dirname(file), (argument as string).slice(1, -1));
      }),
    );
    expect(required.length).toBeGreaterThan(10);
    expect(required.filter((file) => !texts.has(file))).toEqual([]);
  });

  test('loads every module once, so that there is one session', () => {
    const { modules } = runMiniProgram(dist.output, createPhone().wx, ...pages);
    const scripts = dist.files.filter((file) => file.endsWith('.js'));
    expect(modules.map((path) => path.slice(dist.output.length + 1)).sort()).toEqual(
      scripts.sort(),
    );
  });

  test.each([
    ['zod', /zod|safeParse/i],
    ['code made at run time', /\beval\b|\bFunction\(|new Function/],
    ['an AppSecret or a session_key', /secret|session_?key/i],
    ['a call of WeChat’s server API', /api\.weixin\.qq\.com|jscode2session/],
    ['a source map', /sourceMappingURL/],
    ['a test', /vitest/],
    ['syntax newer than ES2018', /\?\?|\?\.[a-z[(]|\|\|=|&&=|catch\s*\{/],
  ])('holds nothing of %s', (_, pattern) => {
    expect(filesWith(pattern)).toEqual([]);
  });

  test('knows the address that the build was given', () => {
    expect(filesWith(/http:\/\/127\.0\.0\.1:2020/)).toEqual(['config.js']);
  });
});

test('the README, the build and the login agree about the oldest base library', async () => {
  expect(oldestOfBuild).toBe(oldestBaseLibrary);
  const readme = await readFile(join(source, '../README.md'), 'utf8');
  expect(readme).toContain(`It runs from base library ${oldestBaseLibrary} on`);
});

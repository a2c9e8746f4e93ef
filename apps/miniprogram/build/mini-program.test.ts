import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { oldestBaseLibrary } from '@weapp-login/shared';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createPhone } from 'weapp-login/test/phone';
import { buildForTest, source } from '../test/dist.ts';
import { pages, runMiniProgram } from '../test/run.ts';
import { buildMiniProgram } from './mini-program.ts';

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

describe('a build', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'miniprogram-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const page = {
    'pages/a/a.ts': 'Page({});',
    'pages/a/a.json': '{}',
    'pages/a/a.wxml': '<view></view>',
  };
  const app = { 'app.ts': 'App({});', 'app.json': '{ "pages": ["pages/a/a"] }' };

  async function build(files: Record<string, string>) {
    for (const [path, content] of Object.entries(files)) {
      const target = join(folder, 'src', path);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, content);
    }
    return buildMiniProgram({
      source: join(folder, 'src'),
      output: join(folder, 'dist'),
      apiBaseUrlDevelop: 'http://127.0.0.1:2020',
    });
  }

  test('writes what changed and removes what is gone', async () => {
    const first = await build({ ...app, ...page, 'app.wxss': 'page {}' });
    expect(first.written).toEqual(first.files);
    await rm(join(folder, 'src/app.wxss'));
    const second = await build({ 'app.ts': 'App({ a: 1 });' });
    expect(second.written).toEqual(['app.js']);
    expect(await readdir(join(folder, 'dist'))).not.toContain('app.wxss');
  });

  test('leaves tests out', async () => {
    const { files } = await build({ ...app, ...page, 'app.test.ts': 'no module' });
    expect(files.filter((file) => file.includes('test'))).toEqual([]);
  });

  test.each([
    ['promise.finally', 'wx.login().finally(App);'],
    ['array.at', 'App([1].at(-1));'],
    ['string.replace-all', "App('a'.replaceAll('a', 'b'));"],
    ['string.match-all', "App('a'.matchAll(/a/g));"],
    ['promise.any', 'Promise.any([]);'],
    ['array.at', 'const { at } = []; App(at);'],
    ['array.at', "App([]['at']);"],
    ['array.find-last', 'App([].findLast(App));'],
    ['array.to-sorted', 'App([].toSorted());'],
    ['object.group-by', 'Object.groupBy([], App);'],
    ['object.has-own', "Object.hasOwn({}, 'a');"],
    ['iterator.take', 'new Map().keys().take(2);'],
    ['set.union.v2', 'new Set().union(new Set());'],
    ['structuredClone', 'structuredClone({});'],
    ['URL', "new URL('http://a.test');"],
    ['TextEncoder', 'new TextEncoder();'],
    ['AbortController', 'new AbortController();'],
    ['queueMicrotask', 'queueMicrotask(App);'],
    ['fetch', "fetch('a');"],
    ['crypto', 'crypto.randomUUID();'],
    ['localStorage', 'localStorage.clear();'],
    ['Intl', 'new Intl.NumberFormat();'],
    ['toLocaleDateString', "new Date().toLocaleDateString('zh-CN');"],
    ['localeCompare', "'a'.localeCompare('b');"],
    ['WeakRef', 'new WeakRef({});'],
    ['globalThis', 'globalThis.a = 1;'],
    ['/(?<=a)b/', "App(/(?<=a)b/.test('ab'));"],
    ['/(?<!a)b/u', "App(new RegExp('(?<!a)b', 'u'));"],
    ['/a/d', "App(/a/d.test('a'));"],
  ])('refuses %s, which the oldest engines lack, and writes nothing', async (name, code) => {
    const failure = await build({ ...app, ...page, 'a.ts': code }).catch((error: Error) => error);
    expect(failure).toMatchObject({ message: expect.stringContaining(`\n  a.js: ${name}`) });
    expect(failure).toMatchObject({ message: expect.stringContaining('base library 2.32.3') });
    await expect(readdir(join(folder, 'dist'))).rejects.toThrow('ENOENT');
  });

  test('the README says which base library that is', async () => {
    const readme = await readFile(join(source, '../README.md'), 'utf8');
    expect(readme).toContain(`It runs from base library ${oldestBaseLibrary} on`);
  });

  test('takes what they have', async () => {
    const code = `
      const list = Array.from(new Map(Object.entries({ a: 1 })).values()).map(String);
      App([...new Set(list)].filter(Boolean).some((one) => one === 'a'));
      App(async () => [list.includes('a'), list.find(Boolean), 'a'.padStart(2, '0').trim()]);
      App({ ...JSON.parse('{}'), c: /\\p{L}/u.test('a'), d: 'a'.replace(/(?<e>a)/, '') });
      App(wx.canIUse('a') ? setTimeout(App, 1) : Promise.resolve().then(App, console.error));
    `;
    await build({ ...app, ...page, 'a.ts': code });
  });

  test.each([
    [
      'a page without wxml',
      { ...app, 'pages/a/a.ts': '', 'pages/a/a.json': '{}' },
      'pages/a/a.wxml',
    ],
    ['no app.ts', { ...page, 'app.json': app['app.json'] }, 'app.js'],
    ['no app.json', { ...page, 'app.ts': '' }, 'app.json'],
    [
      'a theme that is not there',
      { ...app, ...page, 'app.json': '{ "pages": [], "themeLocation": "theme.json" }' },
      'theme.json',
    ],
    [
      'a component that is not there',
      { ...app, ...page, 'pages/a/a.json': '{ "usingComponents": { "b": "../../b/b" } }' },
      'b/b.wxml',
    ],
    ['a file of no known kind', { ...app, ...page, 'notes.txt': '' }, 'notes.txt'],
  ])('fails on %s, and writes nothing', async (_, files, named) => {
    await expect(build(files)).rejects.toThrow(named);
    await expect(readdir(join(folder, 'dist'))).rejects.toThrow('ENOENT');
  });
});

import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buildCommand } from './build-command.ts';
import { buildMiniProgram } from './build-mini-program.ts';

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

  /** A package in the node_modules of the mini program. */
  async function install(name: string, files: Record<string, string>) {
    for (const [path, content] of Object.entries(files)) {
      const target = join(folder, 'node_modules', name, path);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, content);
    }
  }

  /** What app.js exports, once it and what it requires have run. */
  async function run(code: string): Promise<unknown> {
    await build({ ...app, ...page, 'app.ts': code });
    await writeFile(join(folder, 'dist/package.json'), '{ "type": "commonjs" }');
    return import(join(folder, 'dist/app.js')).then((module) => module.default);
  }

  test.each([
    ["import { a, b as c, type D } from 'lib'; export const d: D[] = [a, c];", { d: [1, 2] }],
    ["import lib from 'lib'; export const d = lib;", { d: 3 }],
    ['import lib, { a } from "lib"; export const d = [lib, a];', { d: [3, 1] }],
    ["import * as lib from 'lib'; export const d = lib.a + lib.default;", { d: 4 }],
    ["import old from 'old'; export const d = old.a;", { d: 5 }],
    ["import { a } from 'lib'; import { e } from 'lib/e'; export const d = a + e;", { d: 2 }],
  ])('bundles what it needs of npm packages: %s', async (code, expected) => {
    const exported = { '.': './index.js', './e': './e.js' };
    await install('lib', {
      'package.json': JSON.stringify({ type: 'module', exports: exported }),
      'index.js': 'export const a = 1; export const b = 2; export default 3; export const f = 99;',
      'e.js': "import { a } from './index.js'; export const e = a;",
    });
    await install('old', { 'package.json': '{ "main": "main.js" }', 'main.js': 'exports.a = 5;' });
    expect(await run(code)).toEqual(expected);
  });

  /** Runs the command, and tells its exit code and what it printed. */
  async function command(...args: string[]) {
    const lines: string[] = [];
    const print = (line: string) => void lines.push(line);
    const console = { log: print, error: print };
    return { code: await buildCommand(args, { folder, env: {}, console }), lines };
  }

  test('the command builds, and says the size beside what WeChat allows', async () => {
    await build({ ...app, ...page });
    await writeFile(join(folder, '.env'), 'PORT=3030');
    await writeFile(join(folder, 'src/app.ts'), 'App({ url: API_BASE_URL_DEVELOP });');
    expect(await command('--env', '.env')).toEqual({
      code: 0,
      lines: [expect.stringMatching(/^dist: 5 files, 0\.\d KB of 2 MB, 1 written$/)],
    });
    expect(await readFile(join(folder, 'dist/app.js'), 'utf8')).toContain('http://127.0.0.1:3030');
  });

  test('the command fails where the build does', async () => {
    await build({ ...app, ...page });
    await writeFile(join(folder, 'src/app.ts'), 'App(');
    expect(await command()).toEqual({ code: 1, lines: [expect.stringContaining('app.ts')] });
  });

  test.each([
    [['--sources', 'a'], 'usage: weapp-simulator build'],
    [[], 'has no app.json'],
  ])('the command refuses %j', async (args, text) => {
    expect(await command(...args)).toEqual({ code: 2, lines: [expect.stringContaining(text)] });
  });
});

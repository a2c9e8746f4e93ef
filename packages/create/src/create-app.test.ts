import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { buildTemplate } from '../build/build-template.ts';
import { createApp } from './create-app.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'create-weapp-login-'));
const template = path.join(folder, 'template');
/** The packages that an app installs. */
const packages = path.resolve(import.meta.dirname, '../..');
let files: string[];
let parent: string;

beforeAll(() => {
  files = buildTemplate(template);
});
beforeEach(() => {
  parent = mkdtempSync(path.join(folder, 'parent-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const read = (file: string) => readFileSync(path.join(template, file), 'utf8');
const create = (name: string, appId?: string) =>
  createApp({ target: path.join(parent, name), template, ...(appId && { appId }) });

test('the template has at most 60 files and 2,000 lines', () => {
  const lines = files.reduce((sum, file) => sum + read(file).split('\n').length - 1, 0);
  expect(files.length).toBeLessThanOrEqual(60);
  expect(lines).toBeLessThanOrEqual(2000);
});

test('the template names nothing of this repository alone', () => {
  const manifests = files.filter((file) => file.endsWith('package.json'));
  expect(manifests.length).toBe(4);
  for (const file of manifests) {
    expect(read(file)).not.toMatch(/catalog:/);
    for (const [, name] of read(file).matchAll(/"([^"]+)": "workspace:/g))
      expect(name).toBe('@weapp-login/shared');
  }
});

test('no link of the template leads out of it', () => {
  const dead = files
    .filter((file) => file.endsWith('.md'))
    .flatMap((file) =>
      [...read(file).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link]) => link),
    );
  expect(dead).toEqual([]);
});

test('the files of a login in its README are there, and eight at most', () => {
  const listed = [...read('README.md').matchAll(/^\d\. `([^`]+\.ts)`/gm)].map(
    ([, file = '']) => file,
  );
  expect(listed.length).toBeGreaterThan(5);
  expect(listed.length).toBeLessThanOrEqual(8);
  const isThere = (file: string) =>
    files.includes(file) || existsSync(path.join(packages, file.replace('@weapp-login/', '')));
  expect(listed.filter((file) => !isThere(file))).toEqual([]);
});

test('an app has the whole template, under its name', async () => {
  await create('my-shop', 'wx0123456789abcdef');
  const app = path.join(parent, 'my-shop');
  const get = (file: string) => readFileSync(path.join(app, file), 'utf8');
  expect(readdirSync(app).sort()).toEqual(
    readdirSync(template)
      .map((name) => name.replace(/^gitignore$/, '.gitignore').replace(/^_/, ''))
      .sort(),
  );
  expect(JSON.parse(get('package.json'))).toMatchObject({ name: 'my-shop' });
  expect(get('README.md')).toMatch(/^# my-shop\n/);
  expect(JSON.parse(get('apps/miniprogram/project.config.json'))).toMatchObject({
    projectname: 'my-shop',
    appid: 'touristappid',
  });
  expect(get('apps/server/.env.example')).toContain('#WECHAT_APP_ID=wx0123456789abcdef\n');
  expect(readdirSync(parent)).toEqual(['my-shop']);
});

test.each([
  ['My-App', undefined, 'My-App must have only lower-case letters'],
  ['-app', undefined, '-app must begin with a letter or a digit'],
  ['a b', undefined, 'a b must have only'],
  ['x'.repeat(215), undefined, 'more than 214'],
  ['node_modules', undefined, 'node_modules is reserved'],
  ['app', 'wx1', 'wx1 is not an AppID'],
])('%s with the AppID %s is refused, and nothing is written', async (name, appId, sentence) => {
  await expect(create(name, appId)).rejects.toThrow(sentence);
  expect(readdirSync(parent)).toEqual([]);
});

test('an existing target is refused and left alone', async () => {
  mkdirSync(path.join(parent, 'app'));
  await expect(create('app')).rejects.toThrow(/app exists: choose another name$/);
  expect(readdirSync(path.join(parent, 'app'))).toEqual([]);
});

test('what fails halfway leaves nothing', async () => {
  const broken = path.join(parent, 'broken-template');
  mkdirSync(broken);
  const target = path.join(parent, 'app');
  await expect(createApp({ target, template: broken })).rejects.toThrow(`can't write ${target}`);
  expect(readdirSync(parent)).toEqual(['broken-template']);
  expect(statSync(broken).isDirectory()).toBe(true);
});

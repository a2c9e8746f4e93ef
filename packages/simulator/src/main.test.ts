import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { miniProgram, writeFiles } from '../test/mini-program.ts';
import { mountMiniProgram } from './testing/index.ts';

function run(args: string[], env: NodeJS.ProcessEnv) {
  const main = path.join(import.meta.dirname, 'main.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...args], {
    env: { PATH: process.env.PATH, PORT: '2020', ...env },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += String(chunk);
    });
  onTestFinished(() => void child.kill());
  const exit = once(child, 'exit');
  return { child, exit, output: () => output };
}

test('it says where it is ready, and ends on a signal', async () => {
  const folder = await miniProgram({ 'project.config.json': '{ "appid": "wx4444444444444444" }' });
  const { child, exit, output } = run(['--app', folder], {
    SIMULATOR_PORT: '0',
    FAKE_WECHAT_PORT: '0',
  });
  while (!output().includes('simulator ready at http://127.0.0.1:'))
    await Promise.race([once(child.stdout, 'data'), exit]);
  expect(output()).toContain('AppID wx4444444444444444, AppSecret fa4e');
  const url = /ready at (\S+)/.exec(output())?.[1] as string;
  expect((await fetch(url)).status).toBe(200);
  child.kill();
  expect((await exit)[0]).toBe(0);
});

test('a taken port is named with the variable that changes it', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  onTestFinished(() => void holder.close());
  const { port } = holder.address() as { port: number };
  const { exit, output } = run([], { SIMULATOR_PORT: String(port), FAKE_WECHAT_PORT: '0' });
  expect((await exit)[0]).toBe(1);
  expect(output()).toContain(
    `port ${port} is in use: stop what listens there, or set SIMULATOR_PORT`,
  );
});

const anyPorts = { SIMULATOR_PORT: '0', FAKE_WECHAT_PORT: '0' };
async function said(output: () => string, text: RegExp) {
  for (const end = Date.now() + 25_000; !text.test(output()); ) {
    if (Date.now() > end) throw new Error(`${text} was not said: ${output()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return text.exec(output()) as RegExpExecArray;
}
async function folderOf(files: Record<string, string>) {
  const folder = await mkdtemp(path.join(tmpdir(), 'no-mini-program-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFiles(folder, files);
  return folder;
}
const button = '{ "usingComponents": { "van-button": "@vant/weapp/button/index" } }';

test.each([
  ['an empty folder', () => folderOf({}), 'which is empty or missing; build it first'],
  [
    'a folder of sources',
    () => folderOf({ 'package.json': '{}', 'src/app.config.ts': '' }),
    'it holds sources; build it and name the built folder with --app',
  ],
  [
    'sources in TypeScript',
    () => folderOf({ 'app.json': '{"pages":["a"]}', 'app.ts': '' }),
    'it holds sources; build it and name the built folder with --app',
  ],
  [
    'a program whose npm parts are not built',
    () => miniProgram({ 'pages/a/a.json': button, 'pages/a/a.wxml': '<van-button />' }),
    'run Build npm (构建 npm) in DevTools (pages/a/a.wxml:1)',
  ],
  [
    'a package of npm that is required and not built',
    () => miniProgram({ 'app.js': "const dayjs = require('dayjs');\nApp({});" }),
    'app.js requires "dayjs", which is not there; if it comes from npm, run Build npm (构建 npm) in DevTools',
  ],
  [
    'a syntax error in app.js',
    () => miniProgram({ 'app.js': 'App({\n' }),
    /SyntaxError: .* \(app\.js:\d\)/,
  ],
  [
    'a syntax error in the first page',
    () => miniProgram({ 'pages/a/a.js': 'Page({\n data: }\n' }),
    /SyntaxError: .* \(pages\/a\/a\.js:2\)/,
  ],
  ['a broken app.json', () => miniProgram({ 'app.json': '{"pages":' }), /JSON.* \(app\.json\)/],
  [
    'a page that is missing',
    () => miniProgram({ 'app.json': '{"pages":["pages/b/b"]}' }),
    'the page pages/b/b has no pages/b/b.js (app.json)',
  ],
  [
    'an entry page that is not among the pages',
    () => miniProgram({ 'app.json': '{"pages":["pages/a/a"],"entryPagePath":"pages/b/b"}' }),
    'there is no page pages/b/b (app.json)',
  ],
  [
    '50 MB',
    async () => {
      const folder = await miniProgram({ 'img.png': '' });
      await truncate(path.join(folder, 'img.png'), 50 * 1024 * 1024);
      return folder;
    },
    'holds 50 MB; WeChat takes at most 30 MB in all packages',
  ],
])(
  '%s is one sentence in the terminal and on the page, never ready',
  async (_what, make, sentence) => {
    const { output } = run(['--app', await make()], anyPorts);
    const [line, problem = '', url = ''] = await said(
      output,
      /simulator: the mini program cannot open: (.*)\. (http:\S+) opens it once that is fixed\n/,
    );
    expect(problem).toMatch(sentence);
    expect(output()).not.toContain('ready');
    expect(output().split(line)).toHaveLength(2);
    const phone = await mountMiniProgram({ simulatorUrl: url });
    onTestFinished(() => phone.close());
    await phone.until('the fault', () => phone.faults.length > 0);
    expect(problem).toContain(phone.faults[0]?.message);
  },
);

test('it is ready once the folder is fixed, and not while it is broken again', async () => {
  const folder = await folderOf({});
  const { output } = run(['--app', folder], anyPorts);
  await said(output, /which is empty or missing/);
  // The watcher looks around for the first time while the sentence is printed.
  await new Promise((resolve) => setTimeout(resolve, 500));
  await writeFiles(folder, {
    'app.json': '{"pages":["pages/a/a"]}',
    'app.js': 'App({});',
    'pages/a/a.js': 'Page({});',
    'pages/a/a.wxml': '<view />',
  });
  await said(output, /ready at http/);
  await writeFile(path.join(folder, 'app.js'), 'App({');
  await said(output, /ready at http[\s\S]*SyntaxError/);
});

test('what is wrong with another page does not keep it from being ready', async () => {
  const { output } = run(
    ['--app', await miniProgram({ 'app.json': '{"pages":["pages/a/a","pages/b/b"]}' })],
    anyPorts,
  );
  await said(output, /ready at http/);
});

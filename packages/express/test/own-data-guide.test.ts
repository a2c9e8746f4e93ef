import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { DatabaseSync } from '@photostructure/sqlite';
import { startFakeWechat, touristCode } from '@weapp-login/fake-wechat';
import { expect, onTestFinished, test } from 'vitest';
import { runServer } from './run-server.ts';

const run = promisify(execFile);
const server = fileURLToPath(new URL('../../../apps/server/', import.meta.url));
const guide = readFileSync(new URL('../../../docs/guides/own-data.md', import.meta.url), 'utf8');

/** The blocks that the guide says to put into files of apps/server, by file. */
const files = [
  ...guide.matchAll(/^(?:Create|Change) `apps\/server\/([^`]+)`:\n\n```ts\n([\s\S]*?)```/gm),
].map(([, file = '', text = '']) => ({ file, text }));

/** A copy of apps/server beside it, with the same dependencies. */
function copyServer(): string {
  const folder = mkdtempSync(path.join(server, '../.own-data-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const name of ['src', 'build.ts', 'package.json'])
    cpSync(path.join(server, name), path.join(folder, name), { recursive: true });
  symlinkSync(path.join(server, 'node_modules'), path.join(folder, 'node_modules'));
  return folder;
}

function write(folder: string, { file, text }: { file: string; text: string }) {
  const target = path.join(folder, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, text);
}

test('the guide "Keep data of your own", followed to the letter', {
  timeout: 180_000,
}, async () => {
  const folder = copyServer();
  expect(files.map(({ file }) => file)).toEqual([
    'src/tables.ts',
    'src/notes/notes.ts',
    'src/notes/notes.test.ts',
  ]);
  for (const each of files) write(folder, each);
  const config = { extends: '../server/tsconfig.json', files: files.map(({ file }) => file) };
  write(folder, { file: 'tsconfig.json', text: JSON.stringify({ ...config, include: [] }) });
  await run('node_modules/.bin/tsc', ['-p', '.'], { cwd: folder });
  const [, command = ''] = /```sh\npnpm exec (vitest .*)\n```/.exec(guide) ?? [];
  const [program = '', ...args] = command.split(' ');
  const { stdout } = await run(`node_modules/.bin/${program}`, args, { cwd: folder });
  expect(stdout).toMatch(/1 passed/);

  // What the server makes of it, from source and once it is built.
  const dataDir = path.join(folder, 'data');
  const fake = await startFakeWechat();
  onTestFinished(() => fake.close());
  const env = { DATA_DIR: dataDir, WECHAT_API_URL: fake.url };
  const start = async (...main: string[]) => {
    const started = runServer(main, env);
    const url = await started.listening();
    const response = await fetch(`${url}/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code: touristCode }),
    });
    expect(response.status).toBe(200);
    started.stop('SIGTERM');
    expect(await started.ended()).toEqual([0, null]);
  };
  await start('--import', 'tsx', path.join(folder, 'src/main.ts'));

  const change = /```ts\n('ALTER [^\n]*)\n```/.exec(guide)?.[1] ?? '';
  const tables = files[0]?.text ?? '';
  const changed = tables.replace('  ],\n', `    ${change}\n  ],\n`);
  write(folder, { file: 'src/tables.ts', text: changed });
  await run('node', ['--import', 'tsx', 'build.ts'], { cwd: folder });
  await start(path.join(folder, 'dist/main.js'));
  const db = new DatabaseSync(path.join(dataDir, 'weapp-login.sqlite'));
  expect(db.prepare('SELECT id, read_at FROM notes').all()).toEqual([]);
  expect(db.prepare('SELECT count(*) AS users FROM weapp_login_store_users').get()).toEqual({
    users: 1,
  });
  db.close();

  write(folder, {
    file: 'src/tables.ts',
    text: changed.replace('title text', 'title varchar'),
  });
  const refused = runServer(['--import', 'tsx', path.join(folder, 'src/main.ts')], env);
  expect(await refused.ended()).toEqual([1, null]);
  expect(refused.output.stderr).toMatch(/^Migration 1 of your own tables was edited .*--fresh`\n$/);
});

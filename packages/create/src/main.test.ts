import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const main = fileURLToPath(new URL('main.ts', import.meta.url));
const loader = import.meta.resolve('tsx');

function run(args: string[], env: NodeJS.ProcessEnv = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'create-weapp-login-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', loader, main, ...args],
    { cwd: folder, env: { ...process.env, ...env }, encoding: 'utf8' },
  );
  return { status, stdout, stderr, written: readdirSync(folder) };
}

test.each([
  [['--yes', 'My App'], 1, 'My App must have only'],
  [['--yes', 'app', '--app-id', 'x'], 1, 'x is not an AppID'],
  [['--yes', 'missing/app'], 1, 'missing does not exist'],
  [['--no'], 2, "Unknown option '--no'; see create-weapp-login --help"],
  [['a', 'b'], 2, 'expected one folder, found a and b'],
])('%j ends with one sentence and writes nothing', (args, status, sentence) => {
  const result = run(args);
  expect(result).toMatchObject({ status, stdout: '', written: [] });
  expect(result.stderr).toMatch(/^create-weapp-login: [^\n]+\n$/);
  expect(result.stderr).toContain(sentence);
});

test('without pnpm it says how to install it', () => {
  expect(run(['--yes', 'app'], { PATH: path.dirname(process.execPath), Path: '' })).toEqual({
    status: 1,
    stdout: '',
    stderr: 'create-weapp-login: pnpm is missing: install it with npm install --global pnpm\n',
    written: [],
  });
});

test('--help names every option', () => {
  const { status, stdout } = run(['--help']);
  expect(status).toBe(0);
  for (const option of ['--app-id', '--yes']) expect(stdout).toContain(option);
});

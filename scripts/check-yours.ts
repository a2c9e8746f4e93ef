// `pnpm check:yours [--all]`: follows docs/guides/make-it-yours.md in a copy of this repository, and finds it green: types, lint
// and the repository's own tests; with --all, the whole suite.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const copy = mkdtempSync(path.join(tmpdir(), 'make-yours-'));
const steps: [string, string[]][] = [
  ['make-yours', ['run', 'make-yours']],
  ['install', ['install', '--prefer-offline', '--no-frozen-lockfile']],
  ['format', ['run', 'format']],
  ['lint', ['run', 'lint']],
  ['build', ['run', 'build']],
  ...(process.argv.includes('--all')
    ? ([['test', ['run', 'test']]] as [string, string[]][])
    : ([
        ['typecheck', ['run', 'typecheck:repository']],
        ['test', ['run', 'test:repository']],
      ] as [string, string[]][])),
];

const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' });
for (const file of tracked.split('\0').filter(Boolean)) {
  mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
  cpSync(path.join(root, file), path.join(copy, file));
}
run('install', ['install', '--prefer-offline', '--frozen-lockfile']);
for (const [name, args] of steps) run(name, args);
rmSync(copy, { recursive: true });

function run(name: string, args: string[]): void {
  const { status, stdout, stderr } = spawnSync('pnpm', args, { cwd: copy, encoding: 'utf8' });
  console.log(`${status === 0 ? '✓' : '✗'} ${name}`);
  if (status === 0) return;
  console.log(`${stdout}${stderr}\nThe copy is ${copy}`);
  process.exit(1);
}

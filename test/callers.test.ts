import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

const script = `import('${new URL('../scripts/callers.ts', import.meta.url)}').then(({ callers }) =>
  console.log(JSON.stringify(callers())))`;

/** Who calls a script that a process of that name runs by a shell. */
function callersUnder(title: string): { pid: number; callers: number[] } {
  const caller = `process.title = ${JSON.stringify(title)};
    const { stdout } = require('node:child_process').spawnSync('sh', ['-c', '"$NODE" --import tsx --eval "$SCRIPT"; :']);
    console.log(JSON.stringify({ pid: process.pid, callers: JSON.parse(stdout) }));`;
  const env = { ...process.env, NODE: process.execPath, SCRIPT: script };
  const { stdout } = spawnSync(process.execPath, ['--eval', caller], { env, encoding: 'utf8' });
  return JSON.parse(stdout);
}

test('a package manager and its shell are callers, and their caller is not', () => {
  const { pid, callers } = callersUnder('npm exec pnpm dev');
  const linux = process.platform === 'linux';
  expect([callers.length, callers.at(-1)]).toEqual(linux ? [2, pid] : [0, undefined]);
});

test('another program is not a caller, nor is its shell', () => {
  expect(callersUnder('anything else').callers).toEqual([]);
});

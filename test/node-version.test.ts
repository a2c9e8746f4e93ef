import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';

const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
const major = read('.nvmrc').trim();

test.each([
  ['deploy/Dockerfile', `ARG NODE=${major}.`],
  ['README.md', `Node.js ${major}`],
  ['README.zh-CN.md', `Node.js ${major}`],
  ['CONTRIBUTING.md', `Node.js ${major}`],
  ['docs/guides/deploy.md', `Node.js ${major}`],
  ['scripts/need-node.cjs', `needs ${major} (LTS)`],
  ['packages/doctor/src/check-node-version.ts', `Node.js ${major} (LTS)`],
  ['.github/workflows/ci.yml', 'node: [20, 22, 24, 26]'],
  ['package.json', '"node": "^20.19.0 || >=22.12"'],
])('%s agrees with .nvmrc: %s', (file, words) => {
  expect(read(file)).toContain(words);
});

/** Runs the check with the version that a file loaded before it makes Node claim. */
function claim(version: string) {
  const folder = mkdtempSync(path.join(tmpdir(), 'weapp-login-node-'));
  const before = path.join(folder, 'before.cjs');
  writeFileSync(
    before,
    `Object.defineProperty(process, 'versions', { value: { node: '${version}' } });`,
  );
  const check = path.resolve(import.meta.dirname, '../scripts/need-node.cjs');
  const { status, stderr } = spawnSync(process.execPath, ['--require', before, check], {
    encoding: 'utf8',
  });
  rmSync(folder, { recursive: true });
  return { status, stderr };
}

test.each(['16.20.2', '18.20.8', '20.10.0', '20.18.3', '21.7.3', '22.11.0'])(
  'Node.js %s is refused in one sentence',
  (version) => {
    expect(claim(version)).toEqual({
      status: 1,
      stderr: expect.stringMatching(/^This is Node\.js [\d.]+\. weapp-login needs 24 [^\n]+\n$/),
    });
  },
);

test.each(['20.19.0', '22.12.0', '23.0.0', '24.21.0', '26.10.0'])(
  'Node.js %s is enough',
  (version) => {
    expect(claim(version)).toEqual({ status: 0, stderr: '' });
  },
);

test('every command of the repository checks it first', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const unchecked = Object.entries(scripts).filter(
    ([, command]) => !/^node scripts\/(need-node\.cjs && |dev\.cjs$)/.test(command),
  );
  expect(unchecked).toEqual([]);
  expect(read('scripts/dev.cjs')).toMatch(
    /^[^\n]*\n'use strict';\n\nrequire\('\.\/need-node\.cjs'\);/,
  );
});

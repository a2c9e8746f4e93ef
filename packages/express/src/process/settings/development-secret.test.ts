import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { buildSync } from 'esbuild';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runServer } from '../../../test/run-server.ts';
import { developmentSecret } from './development-secret.ts';

let parent: string;
let folder: string;
beforeEach(() => {
  parent = mkdtempSync(path.join(tmpdir(), 'weapp-login-secret-'));
  folder = path.join(parent, 'data');
});
afterEach(() => rmSync(parent, { recursive: true }));

const secretOf = (dataDir: string) => developmentSecret(dataDir, { now: Date.now, randomBytes });
const write = (text: string) => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'session-key-secret'), text);
};

test('the secret is made once, and long enough', async () => {
  const secret = await secretOf(folder);
  expect(secret).toMatch(/^[\w+/]{43}=$/);
  expect(await secretOf(folder)).toBe(secret);
  expect(readdirSync(folder)).toEqual(['session-key-secret']);
});

test('only its owner can read it', async () => {
  await secretOf(folder);
  const mode = statSync(path.join(folder, 'session-key-secret')).mode & 0o777;
  expect(process.platform === 'win32' || mode === 0o600).toBe(true);
});

test('twenty that ask at once get the same', async () => {
  const secrets = await Promise.all(Array.from({ length: 20 }, () => secretOf(folder)));
  expect(new Set(secrets).size).toBe(1);
  expect(readdirSync(folder)).toEqual(['session-key-secret']);
});

test('four processes that start at once get the same', async () => {
  const module = path.join(parent, 'development-secret.mjs');
  buildSync({
    entryPoints: [path.join(import.meta.dirname, 'development-secret.ts')],
    outfile: module,
    bundle: true,
    format: 'esm',
    platform: 'node',
  });
  const script = `
    const { randomBytes } = await import('node:crypto');
    const { developmentSecret } = await import(${JSON.stringify(pathToFileURL(module).href)});
    const [folder, start] = process.argv.slice(1);
    while (Date.now() < Number(start)) {}
    console.log(await developmentSecret(folder, { now: Date.now, randomBytes }));
  `;
  const args = ['--input-type=module', '-e', script, folder, String(Date.now() + 1_000)];
  const outputs = await Promise.all(
    Array.from({ length: 4 }, () => promisify(execFile)(process.execPath, args)),
  );
  expect(new Set(outputs.map(({ stdout }) => stdout)).size).toBe(1);
  expect(outputs[0]?.stdout.trim()).toBe(await secretOf(folder));
});

test.each([
  ['empty', ''],
  ['of zeros, as a power cut leaves it', '\0'.repeat(44)],
  ['cut off', randomBytes(32).toString('base64').slice(0, 20)],
  ['too long', randomBytes(33).toString('base64')],
  ['of another kind', 'changeme'],
])('a file that is %s is refused, and stays as it is', async (_, text) => {
  write(text);
  await expect(secretOf(folder)).rejects.toThrow(
    /session-key-secret does not hold a secret: restore it .* or delete it/,
  );
  expect(statSync(path.join(folder, 'session-key-secret')).size).toBe(text.length);
});

test('a server with an empty file names it and exits before it serves a request', async () => {
  write('');
  const server = runServer(['dist/main.js'], { DATA_DIR: folder, SESSION_KEY_SECRETS: '' });
  expect(await server.ended()).toEqual([1, null]);
  expect(server.output.stderr).toContain(path.join(folder, 'session-key-secret'));
  expect(server.output.stderr).not.toContain('    at ');
});

test('a folder that can not be written is refused with what to do', async () => {
  writeFileSync(folder, 'a file in its place');
  await expect(secretOf(folder)).rejects.toThrow(/cannot read or write .*SESSION_KEY_SECRETS/);
});

test('drafts of starts that were cut off go, once they are old', async () => {
  write(randomBytes(32).toString('base64'));
  const [old, young] = ['0123456789ab', 'ba9876543210'].map((id) =>
    path.join(folder, `session-key-secret.${id}.part`),
  );
  for (const file of [old, young]) writeFileSync(file ?? '', 'half');
  utimesSync(old ?? '', 1, 1);
  await secretOf(folder);
  expect(readdirSync(folder).sort()).toEqual([
    'session-key-secret',
    'session-key-secret.ba9876543210.part',
  ]);
});

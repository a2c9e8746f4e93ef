import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ownSecret } from './own-secret.ts';

let parent: string;
let folder: string;
beforeEach(() => {
  parent = mkdtempSync(path.join(tmpdir(), 'weapp-login-secret-'));
  folder = path.join(parent, 'data');
});
afterEach(() => rmSync(parent, { recursive: true }));

test('the secret is made once, and long enough', () => {
  const secret = ownSecret(folder, randomBytes);
  expect(secret).toMatch(/^[\w+/]{43}=$/);
  expect(ownSecret(folder, randomBytes)).toBe(secret);
  expect(readdirSync(folder)).toEqual(['session-key-secret']);
});

test('nobody else on the machine can read it', () => {
  ownSecret(folder, randomBytes);
  const mode = statSync(path.join(folder, 'session-key-secret')).mode & 0o777;
  expect(process.platform === 'win32' || mode === 0o600).toBe(true);
});

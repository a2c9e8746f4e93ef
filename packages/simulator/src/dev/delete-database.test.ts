import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { deleteDatabase, FreshError } from './delete-database.ts';

function serverFolder(dataDir: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'weapp-login-fresh-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(path.join(folder, dataDir));
  for (const name of [
    'weapp-login.sqlite',
    'weapp-login.sqlite-wal',
    'weapp-login.sqlite-shm',
    'secret',
  ])
    writeFileSync(path.join(folder, dataDir, name), name);
  return folder;
}

test.each([
  ['data', {}],
  ['elsewhere', { DATA_DIR: 'elsewhere' }],
])('the database in %s is deleted with its log, and nothing else', (dataDir, env) => {
  const folder = serverFolder(dataDir);
  expect(deleteDatabase(folder, env)).toContain(`deleted ${path.join(folder, dataDir)}`);
  expect(readdirSync(path.join(folder, dataDir))).toEqual(['secret']);
  expect(deleteDatabase(folder, env)).toContain('there is no database');
});

test('PostgreSQL is left alone', () => {
  expect(() => deleteDatabase('/', { DATABASE_URL: 'postgres://127.0.0.1/shared' })).toThrow(
    FreshError,
  );
});

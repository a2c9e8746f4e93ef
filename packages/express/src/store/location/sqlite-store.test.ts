import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { storeSuite } from '../store.contract.ts';
import type { Store } from '../store.ts';
import { openStore } from './open-store.ts';

describe('the store in memory', () => {
  for (const { name, run } of storeSuite(() => openStore({ file: ':memory:' }))) test(name, run);
});

let folder: string;
let store: Store;
let elsewhere: InstanceType<typeof DatabaseSync>;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'weapp-login-store-'));
  const file = path.join(folder, 'store.sqlite');
  store = openStore({ file });
  await store.check(0);
  // The log is emptied after a deletion, and writers wait for it.
  elsewhere = new DatabaseSync(file, { timeout: 5_000 });
});
afterAll(async () => {
  await store.close();
  elsewhere.close();
  rmSync(folder, { recursive: true });
});

function open(): Store {
  const tables = elsewhere
    .prepare(`SELECT name FROM sqlite_schema
    WHERE type = 'table' AND name <> 'weapp_login_store_migrations'`)
    .all();
  for (const { name } of tables as { name: string }[]) elsewhere.exec(`DELETE FROM ${name}`);
  // One thread for all of them.
  return { ...store, close: async () => undefined };
}

describe('the store in a file', () => {
  for (const { name, run } of storeSuite(open)) test(name, run);
});

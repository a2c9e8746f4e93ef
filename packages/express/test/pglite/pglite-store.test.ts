import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { NewerSchema, StoreUnavailable } from '@weapp-login/express/store';
import { storeSuite } from '@weapp-login/express/store-suite';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { openPgliteStore } from './pglite-store.ts';

const textOf = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8');
const example = textOf('pglite-store.ts');

const tables = [
  'erasures',
  'pushed_messages',
  'unused_pictures',
  'users',
  'accounts',
  'unionids',
  'sessions',
  'login_attempts',
].map((table) => `weapp_login_store.${table}`);

const store = openPgliteStore();
/** Milliseconds. */
const timeout = 60_000;
beforeAll(() => store.check(0), timeout);
afterAll(() => store.close());

async function open(): Promise<Store> {
  await store.writeOwn({ sql: `TRUNCATE ${tables}`, values: [] });
  // One database for all of them: each takes seconds to start.
  return { ...store, close: async () => undefined };
}

describe('the store in PGlite', () => {
  for (const { name, run } of storeSuite(open)) test(name, run);
});

test('a folder keeps what was written, and is refused once a newer server wrote it', {
  timeout,
}, async () => {
  const parent = mkdtempSync(path.join(tmpdir(), 'weapp-login-pglite-'));
  onTestFinished(() => rmSync(parent, { recursive: true }));
  const folder = path.join(parent, 'data');
  const first = openPgliteStore(folder);
  await first.check(0);
  const names = Array.from({ length: 20 }, (_, index) => `${index}.png`);
  const written = Promise.all(names.map((name) => first.announcePicture(name, 0)));
  // Closing waits for them.
  await Promise.all([first.close(), written]);
  const second = openPgliteStore(folder);
  expect(await second.takeUnusedPictures({ now: 0, limit: 100 })).toHaveLength(20);
  const newer = 'INSERT INTO weapp_login_store.migrations (version) VALUES (999)';
  await second.writeOwn({ sql: newer, values: [] });
  await second.close();
  await expect(openPgliteStore(folder).check(0)).rejects.toThrow(NewerSchema);
});

test('a folder that cannot be made is unavailable', { timeout }, async () => {
  const folder = path.join(fileURLToPath(import.meta.url), 'data');
  await expect(openPgliteStore(folder).check(0)).rejects.toThrow(StoreUnavailable);
});

test('the guide shows the example as it is, in at most 60 lines', () => {
  const guide = textOf('../../../../docs/guides/add-a-store.md');
  const [, shown] = /```ts\n(import \{ PGlite[\s\S]*?)```/.exec(guide) ?? [];
  expect(shown).toBe(example);
  expect(example.trimEnd().split('\n').length).toBeLessThanOrEqual(60);
});

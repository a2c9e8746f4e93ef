import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { compaction, createWriter } from './writer.ts';

test('a file is rewritten up to a size, and a larger one is left alone', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'weapp-login-compaction-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const writer = createWriter({ file: path.join(folder, 'store.sqlite'), transactions: {} });
  onTestFinished(() => writer.close());
  const db = writer.use();
  db.exec('CREATE TABLE t (x TEXT); INSERT INTO t VALUES (hex(zeroblob(100000))); DROP TABLE t');
  const freePages = () =>
    (db.run('PRAGMA freelist_count')[0] as { freelist_count: number }).freelist_count;
  expect(freePages()).toBeGreaterThan(10);
  writer.run([{ transaction: compaction, args: [100_000] }]);
  expect(freePages()).toBeGreaterThan(10);
  writer.run([{ transaction: compaction, args: [10_000_000] }]);
  expect(freePages()).toBe(0);
});

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Worker } from 'node:worker_threads';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore } from '../location/open-store.ts';
import { query } from '../sql/engine.ts';
import { StoreUnavailable } from '../store-unavailable.ts';
import { createSqliteEngine } from './sqlite-engine.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'weapp-login-writer-'));
  file = path.join(folder, 'store.sqlite');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a thread that dies fails what waits for it, and the next use starts another', async () => {
  const workers: Worker[] = [];
  const remember = (worker: Worker) => void workers.push(worker);
  process.on('worker', remember);
  const store = openStore({ file });
  await store.check(1);
  // The writer waits for this lock.
  const other = new DatabaseSync(file);
  other.exec('BEGIN IMMEDIATE');
  const failed = expect(store.check(2)).rejects.toThrow(StoreUnavailable);
  await expect.poll(() => workers.length).toBe(1);
  await workers[0]?.terminate();
  await failed;
  other.exec('ROLLBACK');
  other.close();
  await store.check(3);
  expect(workers).toHaveLength(2);
  expect(await store.countSessions(3)).toBe(0);
  await store.close();
  process.off('worker', remember);
});

test('a script that fails by itself takes no other of its batch with it', async () => {
  const engine = createSqliteEngine({ file });
  const unknown = engine.write(function* unknown() {
    yield* query('SELECT 1');
  });
  await expect(unknown).rejects.toThrow('unknown is not in transactions.ts');
  await engine.close();

  const store = openStore({ file });
  const login = (id: string) =>
    store.recordLogin({
      appId: 'wx0000000000000001',
      openid: `o${id}`,
      sessionKey: { keyId: 'key', sealed: Buffer.from('sealed') },
      newUserId: `user ${id}`,
      now: 1,
      session: { tokenHash: 'same', id, createdAt: 1, lastSeenAt: 1, expiresAt: 9 },
      sessionLimit: 0,
    });
  const results = await Promise.allSettled([login('1'), store.check(1), login('2')]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
  expect(await store.countSessions(1)).toBe(1);
  await store.close();
});

test('close() waits for what is being written, and leaves everything in the one file', async () => {
  const store = openStore({ file });
  const written = store.check(1);
  await store.close();
  await written;
  const log = `${file}-wal`;
  expect(existsSync(log) ? statSync(log).size : 0).toBe(0);
});

test('a store that is open keeps no process alive, and a write that is under way does', () => {
  const module = new URL('../location/open-store.ts', import.meta.url).href;
  const program = `
    const { openStore } = await import(${JSON.stringify(module)});
    const store = openStore({ file: ${JSON.stringify(file)} });
    await store.check(1);
    store.check(2).then(() => console.log('written'));
  `;
  const args = ['--import', import.meta.resolve('tsx'), '--input-type=module', '--eval', program];
  const output = execFileSync(process.execPath, args, { encoding: 'utf8', timeout: 20_000 });
  expect(output).toBe('written\n');
});

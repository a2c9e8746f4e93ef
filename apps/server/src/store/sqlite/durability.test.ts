import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { query } from '../engine.ts';
import { StoreUnavailable } from '../store-unavailable.ts';
import { createSqliteEngine } from './sqlite-engine.ts';

/** An engine whose every sync waits until the test lets it end. */
function open() {
  const folder = mkdtempSync(path.join(tmpdir(), 'weapp-login-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const syncs: { end(): void; fail(error: Error): void }[] = [];
  const engine = createSqliteEngine({
    file: path.join(folder, 'store.sqlite'),
    sync: () =>
      new Promise((end, fail) => {
        syncs.push({ end, fail });
      }),
  });
  const write = (time: number) =>
    engine.write(function* () {
      yield* query('INSERT INTO users (id, created_at) VALUES ($1, $2)', `user ${time}`, time);
      return time;
    });
  const logged = () => statSync(path.join(folder, 'store.sqlite-wal')).size;
  return { engine, write, syncs, logged };
}

/** Tells, at any moment, what has come of a promise. */
function watch<Result>(promise: Promise<Result>) {
  const seen: { result?: Result; error?: unknown } = {};
  promise.then(
    (result) => Object.assign(seen, { result }),
    (error: unknown) => Object.assign(seen, { error }),
  );
  return seen;
}

test('what is written is answered once it is on the disk, and not before', async () => {
  const { engine, write, syncs } = open();
  const written = watch(write(1));
  await expect.poll(() => syncs.length).toBe(1);
  await setImmediate();
  expect(written).toEqual({});
  syncs[0]?.end();
  await expect.poll(() => written).toEqual({ result: 1 });
  await engine.close();
});

test('what comes while the disk is busy shares the next wait, and the process goes on', async () => {
  const { engine, write, syncs } = open();
  const first = watch(write(1));
  await expect.poll(() => syncs.length).toBe(1);
  const others = watch(Promise.all([write(2), write(3), write(4)]));
  expect(await engine.read('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await setImmediate();
  expect([first, others, syncs.length]).toEqual([{}, {}, 1]);
  syncs[0]?.end();
  await expect.poll(() => syncs.length).toBe(2);
  expect([first, others]).toEqual([{ result: 1 }, {}]);
  syncs[1]?.end();
  await expect.poll(() => others).toEqual({ result: [2, 3, 4] });
  await engine.close();
});

test('what did not reach the disk is answered as a failure, and the log that may have a hole is emptied', async () => {
  const { engine, write, syncs, logged } = open();
  const lost = watch(write(1));
  await expect.poll(() => syncs.length).toBe(1);
  expect(logged()).toBeGreaterThan(0);
  syncs[0]?.fail(Object.assign(new Error('EIO'), { code: 'EIO', syscall: 'fdatasync' }));
  await expect.poll(() => lost.error).toBeInstanceOf(StoreUnavailable);
  expect(logged()).toBe(0);
  const next = watch(write(2));
  await expect.poll(() => syncs.length).toBe(2);
  syncs[1]?.end();
  await expect.poll(() => next).toEqual({ result: 2 });
  await engine.close();
});

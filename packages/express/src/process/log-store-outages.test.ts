import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createFaultyStore, type StoreFault } from '../../test/faults/faulty-store.ts';
import { measureStore } from '../metrics/measure.ts';
import { createMetrics } from '../metrics/metrics.ts';
import { openStore } from '../store/location/open-store.ts';
import { createLog } from './log.ts';
import { createStoreOutageLog } from './log-store-outages.ts';

function watchedStore() {
  const lines: Record<string, unknown>[] = [];
  const current: { fault: StoreFault } = { fault: 'none' };
  const log = createLog({
    level: 'trace',
    now: Date.now,
    destination: { write: (line) => void lines.push(JSON.parse(line)) },
  });
  const store = createFaultyStore(openStore({ file: ':memory:' }), current);
  const outages = createStoreOutageLog({ check: () => store.check(Date.now()), log });
  const metrics = createMetrics();
  const { countSessions } = measureStore({
    store,
    metrics,
    now: Date.now,
    onUnavailable: outages.failed,
  });
  async function close() {
    outages.stop();
    await store.close();
  }
  return { store: { ...store, countSessions, close }, current, lines };
}

test('the start and end of an outage are logged once each, even without further calls', async () => {
  const { store, current, lines } = watchedStore();
  await store.check(Date.now());
  expect(lines).toEqual([]);
  current.fault = 'unavailable';
  for (let n = 0; n < 3; n++) await expect(store.countSessions(0)).rejects.toThrow();
  await sleep(1_200);
  expect(lines).toEqual([
    expect.objectContaining({
      level: 'error',
      msg: 'store unavailable; retrying',
      reason: 'PostgreSQL: Connection terminated',
    }),
  ]);
  current.fault = 'none';
  await expect
    .poll(() => lines.at(-1), { timeout: 5_000 })
    .toMatchObject({ level: 'info', msg: 'store available again', failed: 3 });
  expect(lines.length).toBe(2);
  await store.close();
});

test('a store that is closed during an outage logs nothing more', async () => {
  const { store, current, lines } = watchedStore();
  current.fault = 'unavailable';
  await expect(store.countSessions(0)).rejects.toThrow();
  await store.close();
  await sleep(1_200);
  expect(lines.length).toBe(1);
});

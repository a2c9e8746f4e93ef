import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startPostgres } from '../../test/postgres.ts';
import { openStore } from '../store/location/open-store.ts';
import { createLimiter } from './limiter.ts';
import { openCounters } from './open-counters.ts';

let postgres: Awaited<ReturnType<typeof startPostgres>>;
let url: string;
beforeAll(async () => {
  postgres = await startPostgres();
  url = await postgres.createDatabase();
  const store = openStore({ url });
  await store.check(Date.now());
  await store.close();
}, 60_000);
afterAll(() => postgres.close());

test('two processes count together, and exactly so many are allowed of a hundred at once', async () => {
  const pools = [openCounters(url), openCounters(url)];
  const limiters = pools.map((pool) =>
    createLimiter({ name: 'together', count: 10, seconds: 60, pool }),
  );
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => limiters.map((limiter) => limiter('a'))).flat(),
  );
  expect(answers.filter(({ allowed }) => allowed)).toHaveLength(10);
  for (const { resetSeconds } of answers) expect(resetSeconds).toBeGreaterThan(50);
  await Promise.all(pools.map((pool) => pool.end()));
});

test('while the database is away, a process counts for itself', async () => {
  const pool = openCounters('postgres://stranger@127.0.0.1:1/nowhere');
  const limiter = createLimiter({ name: 'alone', count: 2, seconds: 60, pool });
  const answers = [await limiter('a'), await limiter('a'), await limiter('a')];
  expect(answers.map(({ allowed }) => allowed)).toEqual([true, true, false]);
  await pool.end();
});

test('on a database that has no table for it yet, too', async () => {
  const pool = openCounters(await postgres.createDatabase());
  const limiter = createLimiter({ name: 'new', count: 1, seconds: 60, pool });
  expect([(await limiter('a')).allowed, (await limiter('a')).allowed]).toEqual([true, false]);
  await pool.end();
});

test('a window started by a clock that was ahead locks no one out once the clock is right', async () => {
  const pool = openCounters(url);
  const limiterOf = () => createLimiter({ name: 'ahead', count: 2, seconds: 60, pool });
  const ahead = limiterOf();
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 400 * 24 * 60 * 60 * 1000 });
  try {
    for (let count = 0; count < 5; count += 1) await ahead('a');
  } finally {
    vi.useRealTimers();
  }
  for (const limiter of [ahead, limiterOf()]) {
    const answers = [await limiter('a'), await limiter('a'), await limiter('a')];
    expect(answers.some(({ allowed }) => allowed)).toBe(limiter === ahead);
    for (const { resetSeconds } of answers) expect(resetSeconds).toBeLessThanOrEqual(60);
  }
  await pool.end();
});

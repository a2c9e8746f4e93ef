import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { batchLookups } from './batch-lookups.ts';

function setUp(options: { maxKeys: number; maxQueries: number }) {
  const queries: { keys: readonly string[]; answer(error?: Error): void }[] = [];
  const lookup = batchLookups<string>({
    ...options,
    find: (keys) =>
      new Promise((resolve, reject) => {
        const answer = (error?: Error) =>
          error
            ? reject(error)
            : resolve(new Map(keys.filter((key) => key !== 'gone').map((key) => [key, `${key}!`])));
        queries.push({ keys, answer });
      }),
  });
  return { lookup, queries, keys: () => queries.map((query) => query.keys) };
}

test('the first lookup waits for none, the others of its turn share a query, and each gets its own', async () => {
  const { lookup, queries, keys } = setUp({ maxKeys: 9, maxQueries: 2 });
  const found = Promise.all(['a', 'gone', 'a', 'b'].map(lookup));
  expect(keys()).toEqual([['a']]);
  await setImmediate();
  expect(keys()).toEqual([['a'], ['gone', 'a', 'b']]);
  for (const query of queries) query.answer();
  expect(await found).toEqual(['a!', undefined, 'a!', 'b!']);
});

test('what comes while as many as may are under way goes together, never into one that was sent', async () => {
  const { lookup, queries, keys } = setUp({ maxKeys: 2, maxQueries: 2 });
  const found = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(lookup);
  await setImmediate();
  expect(keys()).toEqual([['a'], ['b', 'c']]);
  queries[1]?.answer();
  await setImmediate();
  await setImmediate();
  expect(keys().slice(2)).toEqual([['d', 'e']]);
  queries[0]?.answer();
  queries[2]?.answer();
  await setImmediate();
  await setImmediate();
  expect(keys().slice(3)).toEqual([['f', 'g']]);
  queries[3]?.answer();
  expect(await Promise.all(found)).toEqual(['a!', 'b!', 'c!', 'd!', 'e!', 'f!', 'g!']);
});

test('a query that fails rejects its own callers alone', async () => {
  const { lookup, queries } = setUp({ maxKeys: 2, maxQueries: 9 });
  const found = Promise.allSettled(['a', 'b', 'c', 'd'].map(lookup));
  await setImmediate();
  queries[0]?.answer();
  queries[1]?.answer(new Error('away'));
  queries[2]?.answer();
  expect((await found).map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'rejected',
    'fulfilled',
  ]);
  const next = lookup('d');
  queries[3]?.answer();
  expect(await next).toBe('d!');
});

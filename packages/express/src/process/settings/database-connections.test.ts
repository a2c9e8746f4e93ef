import { expect, test } from 'vitest';
import { shareConnections } from './database-connections.ts';

test.each([
  [undefined, 1, { total: 14, store: 10, counters: 4 }],
  [undefined, 2, { total: 28, store: 10, counters: 4 }],
  [undefined, 10, { total: 40, store: 3, counters: 1 }],
  [undefined, 99, { total: 198, store: 1, counters: 1 }],
  [60, 1, { total: 60, store: 43, counters: 17 }],
  [20, 10, { total: 20, store: 1, counters: 1 }],
])('%j connections for %i processes', (total, workers, shared) => {
  expect(shareConnections({ total, workers })).toEqual(shared);
  expect((shared.store + shared.counters) * workers).toBeLessThanOrEqual(shared.total);
});

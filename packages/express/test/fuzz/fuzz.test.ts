import { expect, test } from 'vitest';
import { fuzz } from './fuzz.ts';

// `pnpm check:fuzz` sends a hundred thousand, other ones each time.
test('two thousand generated requests: no 5xx, no crash, no secret in an answer or the log', async () => {
  const { faults, sent } = await fuzz({ count: 2_000, seed: 1 });
  expect(faults).toEqual([]);
  expect(sent).toBe(2_000);
}, 60_000);

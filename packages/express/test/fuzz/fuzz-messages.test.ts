import { expect, test } from 'vitest';
import { fuzzMessages } from './fuzz-messages.ts';

// `pnpm check:messages` sends a hundred thousand, other ones each time, and measures the signature.
test('a thousand generated messages: no 5xx, no expanded entity, no secret in an answer or the log', async () => {
  const { faults, sent, statuses } = await fuzzMessages({ count: 1_000, seed: 1 });
  expect(faults).toEqual([]);
  expect(sent).toBe(1_000);
  // Messages are accepted too, so that what lies behind the signature is reached.
  expect(statuses[200]).toBeGreaterThan(100);
}, 60_000);

import { expect, test } from 'vitest';
import { attack } from './attack.ts';

test('what one caller asks for and does not read leaves the memory flat', async () => {
  const results = await attack(['dist/main.js']);
  for (const { attack, before, most, p50 } of results) {
    const figures = `${before.toFixed(0)} → ${most.toFixed(0)} MB, GET /me ${p50.before.toFixed(1)} → ${p50.during.toFixed(1)} ms`;
    console.log(`${attack}: ${figures}`);
  }
  // Bodies of 64 MB may be in flight, and some versions of Node free their copies late: up to 150 MB.
  expect(results.filter(({ before, most }) => most - before > 200)).toEqual([]);
}, 120_000);

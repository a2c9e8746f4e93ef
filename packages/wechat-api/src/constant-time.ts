import { timingSafeEqual } from 'node:crypto';

/** Compares a signature with the one that is expected, in the same time wherever the first difference is. */
export function equalInConstantTime(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}

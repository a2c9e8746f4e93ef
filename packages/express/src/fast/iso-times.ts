import { LRUCache } from 'lru-cache';

// Two conversions are a twentieth of the cost of a verified request, and the same times recur. Without this file, callers
// use Date.prototype.toISOString.
const times = new LRUCache<number, string>({ max: 40_000 });

/** Returns a time in ISO 8601. @param time milliseconds since 1970 */
export function toIsoTime(time: number): string {
  const known = times.get(time);
  if (known !== undefined) return known;
  const text = new Date(time).toISOString();
  times.set(time, text);
  return text;
}

import type { Message } from './messages.ts';

/** A length of time in milliseconds, in words of at most six characters or so. */
export const duration = (ms: number): string =>
  ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(ms < 10_000 ? 2 : 1)} s`;

/** How long messages took: one time, or the shortest and the longest. */
export function durations(messages: readonly Message[]): string {
  const times = messages.flatMap(({ startedAt, end }) => (end ? [end.at - startedAt] : []));
  const shortest = Math.min(...times);
  const longest = Math.max(...times);
  if (duration(shortest) === duration(longest)) return duration(longest);
  return longest < 1_000
    ? `${Math.round(shortest)}–${duration(longest)}`
    : `${duration(shortest)}–${duration(longest)}`;
}

import type { Store } from '../store/store.ts';

/** How long the result of a check is reused. Milliseconds. */
const reusedMs = 1_000;

/**
 * Returns a check of the store that runs once at a time: callers during a check share its result, and so do those of the
 * second after it. A check writes to the store, so it must not cost as much as callers like.
 * @param options.now milliseconds since 1970, for the store
 * @param options.elapsed milliseconds of a clock that never goes back
 * @returns whether the store can do its work; it never rejects
 */
export function createReadiness(options: {
  store: Pick<Store, 'check'>;
  now: () => number;
  elapsed?: () => number;
}): () => Promise<boolean> {
  const { store, now, elapsed = () => performance.now() } = options;
  let running: Promise<boolean> | undefined;
  let last: { at: number; usable: boolean } | undefined;
  const check = async () => {
    const usable = await store.check(now()).then(
      () => true,
      () => false,
    );
    last = { at: elapsed(), usable };
    running = undefined;
    return usable;
  };
  return () => {
    if (last && elapsed() - last.at < reusedMs) return Promise.resolve(last.usable);
    running ??= check();
    return running;
  };
}

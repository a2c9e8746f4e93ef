import type { Store } from '../store/store.ts';

/** How long a check's result is reused, in milliseconds. */
const reusedMs = 1_000;

/**
 * Returns a readiness check of the store that never runs concurrently: callers during a check share its result, as do those in the
 * following second. A check writes to the store, so callers must not be able to trigger many.
 * @param options.now milliseconds since 1970, for the store
 * @param options.elapsed milliseconds of a monotonic clock
 * @returns whether the store is usable; never rejects
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

import type { Logger } from 'pino';
import { replayMs } from '../login/attempts.ts';
import { runEvery } from '../run-every.ts';
import type { Store } from '../store/store.ts';

const everyMs = 60_000;
/** Few enough that nobody who logs in meanwhile notices. */
const batch = 200;

interface SweepOptions {
  store: Store;
  now: () => number;
  log: Logger;
}

/** Removes what has expired, until nothing is left or the signal comes. A store that is away is left for next time. */
export async function sweep({ store, now, log }: SweepOptions, signal: AbortSignal): Promise<void> {
  try {
    let removed = batch;
    while (removed >= batch && !signal.aborted) {
      const time = now();
      removed = await store.sweep({ now: time, attemptsBefore: time - replayMs, limit: batch });
    }
  } catch (err) {
    log.warn({ err }, 'expired sessions stay for another minute');
  }
}

/**
 * Sweeps every minute. Nothing depends on it but the size of the store.
 * @returns stops it, once the batch under way is done
 */
export const startSweeping = (options: SweepOptions): (() => Promise<void>) =>
  runEvery(everyMs, (signal) => sweep(options, signal));

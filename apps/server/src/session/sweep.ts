import type { Logger } from 'pino';
import { replayMs } from '../login/attempts.ts';
import type { Store } from '../store/store.ts';

const everyMs = 60_000;
/** Few enough that nobody who logs in meanwhile notices. */
const batch = 200;

/**
 * Removes what has expired, every minute, in small batches. Nothing depends on it but the size of the store.
 * @returns stops it, once the batch under way is done
 */
export function startSweeping(options: {
  store: Store;
  now: () => number;
  log: Logger;
}): () => Promise<void> {
  const { store, now, log } = options;
  let stopped = false;
  let sweeping: Promise<void> | undefined;

  async function sweep(): Promise<void> {
    try {
      let removed = batch;
      while (removed >= batch && !stopped) {
        const time = now();
        removed = await store.sweep({ now: time, attemptsBefore: time - replayMs, limit: batch });
      }
    } catch (err) {
      log.warn({ err }, 'expired sessions stay for another minute');
    }
    sweeping = undefined;
  }

  const timer = setInterval(() => {
    sweeping ??= sweep();
  }, everyMs);
  timer.unref();
  return async () => {
    stopped = true;
    clearInterval(timer);
    await sweeping;
  };
}

import type { Log } from '../request/log.ts';
import type { Store } from '../store/store.ts';

/** Small enough per transaction not to delay logins. */
const batch = 200;

/**
 * Ends a person's sessions over the limit that the login itself left open, oldest first. A person
 * may have tens of thousands from before the limit was set. The next login continues where this one stopped.
 * @param options.keep how many sessions stay open
 * @returns never rejects
 */
export function createEndOldest(options: {
  store: Store;
  log: Log;
  keep: number;
  closing: AbortSignal;
}): (userId: string) => Promise<void> {
  const { store, log, keep, closing } = options;
  const underWay = new Set<string>();
  return async (userId) => {
    if (underWay.has(userId)) return;
    underWay.add(userId);
    try {
      let ended = batch;
      while (ended === batch && !closing.aborted)
        ended = await store.deleteOldestSessions(userId, { keep, limit: batch });
    } catch (err) {
      log.warn({ err }, "could not end a user's oldest sessions; the next login will retry");
    } finally {
      underWay.delete(userId);
    }
  };
}

import type { Logger } from 'pino';
import type { Store } from '../store/store.ts';

/** Few enough for one transaction that no login waits long behind it. */
const batch = 200;

/**
 * Ends the sessions of a person that are over the limit and that the login itself left open, oldest first. One person
 * can have tens of thousands of them from before the limit was set. What it does not get to, the next login does.
 * @param options.keep how many sessions stay open
 * @returns never rejects
 */
export function createEndOldest(options: {
  store: Store;
  log: Logger;
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

import type { Logger } from 'pino';
import type { Store } from '../store/store.ts';
import { StoreUnavailable } from '../store/store-unavailable.ts';

type Operation = (...args: unknown[]) => Promise<unknown>;

interface Outage {
  since: number;
  /** Operations that failed. */
  failed: number;
  /** Each reason is logged once. */
  reasons: Set<string>;
}

/** How often a store that failed is checked, until a check succeeds. Milliseconds. */
const checkEveryMs = 1_000;

/**
 * Wraps a store to log its outages: the start with its reason, and the end. During an outage the
 * store is checked every second, so that the end is noticed even without requests.
 * @param options.now milliseconds since 1970, for the check
 * @param options.elapsed milliseconds of a monotonic clock
 */
export function logStoreOutages<Observed extends Store>(options: {
  store: Observed;
  log: Logger;
  now: () => number;
  elapsed?: () => number;
}): Observed {
  const { store, log, now, elapsed = () => performance.now() } = options;
  let outage: Outage | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  function failed({ message: reason, fix }: StoreUnavailable): void {
    if (closed) return;
    if (!outage) {
      outage = { since: elapsed(), failed: 0, reasons: new Set() };
      checkLater();
    }
    outage.failed += 1;
    if (outage.reasons.has(reason)) return;
    outage.reasons.add(reason);
    log.error({ reason, fix }, 'store unavailable; retrying');
  }

  function checkLater(): void {
    timer = setTimeout(async () => {
      const usable = await store.check(now()).then(
        () => true,
        () => false,
      );
      if (closed || !outage) return;
      if (!usable) return checkLater();
      const { since, failed } = outage;
      outage = undefined;
      log.info(
        { failed, seconds: Math.round((elapsed() - since) / 1000) },
        'store available again',
      );
    }, checkEveryMs);
    timer.unref();
  }

  const watched =
    (run: Operation): Operation =>
    async (...args) => {
      try {
        return await run(...args);
      } catch (error) {
        if (error instanceof StoreUnavailable) failed(error);
        throw error;
      }
    };
  // Every member is an operation and keeps its type.
  const operations = Object.fromEntries(
    Object.entries(store).map(([name, run]) => [name, watched(run as Operation)]),
  ) as unknown as Observed;
  return {
    ...operations,
    close() {
      closed = true;
      clearTimeout(timer);
      return store.close();
    },
  };
}

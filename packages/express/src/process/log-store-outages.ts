import type { Logger } from 'pino';
import type { StoreUnavailable } from '../store/store-unavailable.ts';

interface Outage {
  since: number;
  /** Operations that failed. */
  failed: number;
  /** Each reason is logged once. */
  reasons: Set<string>;
}

/** How often a store that failed is checked, until a check succeeds. Milliseconds. */
const checkEveryMs = 1_000;

/** Logs the outages of a store: the start with its reason, and the end. */
export interface StoreOutageLog {
  failed(error: StoreUnavailable): void;
  /** Nothing more is logged. */
  stop(): void;
}

/**
 * Returns the log of a store's outages. During an outage the store is checked every second, so that the end is noticed even
 * without requests.
 * @param options.check rejects while the store is unavailable
 * @param options.elapsed milliseconds of a monotonic clock
 */
export function createStoreOutageLog(options: {
  check: () => Promise<void>;
  log: Logger;
  elapsed?: () => number;
}): StoreOutageLog {
  const { check, log, elapsed = () => performance.now() } = options;
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
      const usable = await check().then(
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

  return {
    failed,
    stop() {
      closed = true;
      clearTimeout(timer);
    },
  };
}

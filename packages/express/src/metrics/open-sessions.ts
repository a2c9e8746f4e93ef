import { loadPeer } from '../peers/load-peer.ts';
import type { Store } from '../store/store.ts';
import type { Metrics } from './metrics.ts';

/** Counting a million sessions takes an embedded store about 20 ms, so not every scrape does it. */
const everyMs = 5 * 60_000;

/** Adds the number of open sessions to the metrics. While the store is unavailable, the last count is kept. */
export function measureOpenSessions(options: {
  store: Store;
  metrics: Metrics;
  now: () => number;
}): void {
  const { store, metrics, now } = options;
  let countedAt = Number.NEGATIVE_INFINITY;
  const { Gauge } = loadPeer('prom-client');
  new Gauge({
    name: 'sessions_open',
    help: 'Sessions that have neither expired nor been ended, up to five minutes ago.',
    // Every process counts the same sessions.
    aggregator: 'max',
    registers: [metrics.registry],
    async collect() {
      const time = now();
      if (time - countedAt < everyMs) return;
      const count = await store.countSessions(time).catch(() => undefined);
      if (count === undefined) return;
      countedAt = time;
      this.set(count);
    },
  });
}

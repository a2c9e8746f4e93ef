import type { Store } from '../store/store.ts';
import { StoreUnavailable } from '../store/store-unavailable.ts';
import type { Metrics } from './metrics.ts';

type Operation = (...args: unknown[]) => Promise<unknown>;

/** Wraps a store so that each operation that reaches the database is measured. */
export function measureStore<Observed extends Store>(options: {
  store: Observed;
  metrics: Metrics;
  now: () => number;
}): Observed {
  const { store, metrics, now } = options;
  const { storeDuration } = metrics;

  function observed(operation: string, run: Operation): Operation {
    return async (...args) => {
      const startedAt = now();
      const seconds = () => Math.max(0, now() - startedAt) / 1000;
      try {
        const result = await run(...args);
        storeDuration.observe({ operation, outcome: 'ok' }, seconds());
        return result;
      } catch (error) {
        const outcome = error instanceof StoreUnavailable ? 'unavailable' : 'failed';
        storeDuration.observe({ operation, outcome }, seconds());
        throw error;
      }
    };
  }
  // Every member is an operation and keeps its type.
  return Object.fromEntries(
    Object.entries(store).map(([name, run]) => [name, observed(name, run as Operation)]),
  ) as unknown as Observed;
}

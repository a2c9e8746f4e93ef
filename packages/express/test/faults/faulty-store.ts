import { setTimeout as sleep } from 'node:timers/promises';
import type { Store } from '../../src/store/store.ts';
import { StoreUnavailable } from '../../src/store/store-unavailable.ts';

/**
 * `lost-answer`: the operation is applied but not acknowledged: the connection to the database broke at the worst
 * moment. `slow`: well within every limit.
 */
export type StoreFault = 'none' | 'unavailable' | 'lost-answer' | 'slow';

type Operation = (...args: unknown[]) => Promise<unknown>;

const unavailable = () => Promise.reject(new StoreUnavailable('PostgreSQL: Connection terminated'));

const carryOut: Record<StoreFault, (run: () => Promise<unknown>) => Promise<unknown>> = {
  none: (run) => run(),
  unavailable,
  'lost-answer': async (run) => {
    await run();
    return unavailable();
  },
  slow: async (run) => {
    await sleep(50);
    return run();
  },
};

/** A store whose operations all meet the fault that `current` names at the time. */
export function createFaultyStore(store: Store, current: { fault: StoreFault }): Store {
  const faulty =
    (run: Operation): Operation =>
    (...args) =>
      carryOut[current.fault](() => run(...args));
  return {
    ...(Object.fromEntries(
      Object.entries(store).map(([name, run]) => [name, faulty(run as Operation)]),
    ) as unknown as Store),
    close: store.close,
  };
}

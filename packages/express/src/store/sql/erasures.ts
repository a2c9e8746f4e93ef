import type { Store } from '../store.ts';
import { type Engine, query, type Script } from './engine.ts';

/** A transaction with this statement deletes something for good. */
export const countErasure = `
  INSERT INTO weapp_login_store.erasures AS e (id, erased, scrubbed, scrubbed_at) VALUES (1, 1, 0, 0)
  ON CONFLICT (id) DO UPDATE SET erased = e.erased + 1`;

/** Counts a deletion whose traces are to be removed. */
export function* recordErasure(): Script<void> {
  yield* query(countErasure);
}

export function* recordScrub(scrubbed: number, now: number): Script<void> {
  yield* query(
    'UPDATE weapp_login_store.erasures SET scrubbed = $1, scrubbed_at = $2 WHERE id = 1 AND scrubbed < $3',
    scrubbed,
    now,
    scrubbed,
  );
}

/** The part of the store that removes the traces of what was deleted. */
export const createErasures = (engine: Engine): Pick<Store, 'scrub'> => ({
  async scrub({ now, pauseMs, whole = false }) {
    const [state] = await engine.read<{ erased: number; scrubbed: number; scrubbed_at: number }>(
      'SELECT erased, scrubbed, scrubbed_at FROM weapp_login_store.erasures WHERE id = 1',
    );
    const isDue =
      state && state.erased !== state.scrubbed && Math.abs(now - state.scrubbed_at) >= pauseMs;
    if (!isDue && !whole) return false;
    await engine.compact({ whole });
    // What is deleted meanwhile is counted, and left for the next time.
    if (state) await engine.write(recordScrub, state.erased, now);
    return true;
  },
});

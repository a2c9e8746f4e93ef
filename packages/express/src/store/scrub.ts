import { runEvery } from '../schedule/run-every.ts';
import type { Store } from './store.ts';

const everyMs = 60 * 60_000;
/** Writes to SQLite wait for a scrub, some seconds for a million sessions: once a day is enough. */
const pauseMs = 24 * 60 * 60_000;

interface ScrubOptions {
  store: Store;
  now: () => number;
  log: { warn(facts: object, message: string): void };
}

/** Removes the traces of what was deleted from the database's files, at most once a day. It does not reject. */
export async function scrub({ store, now, log }: ScrubOptions): Promise<void> {
  try {
    await store.scrub({ now: now(), pauseMs });
  } catch (err) {
    log.warn({ err }, 'could not remove the traces of deleted data; retrying in an hour');
  }
}

/** Scrubs when it is due. @returns stops it, once a scrub under way is done */
export const startScrubbing = (options: ScrubOptions): (() => Promise<void>) =>
  runEvery(everyMs, () => scrub(options));

import type { Log } from '../request/log.ts';
import { runEvery } from '../schedule/run-every.ts';
import type { Store } from '../store/store.ts';
import type { FileStore } from './file-store.ts';

/** Milliseconds. */
const everyMs = 60_000;
const leftoversEveryMs = 60 * 60 * 1000;

/**
 * The time from announcing a picture to assigning it to its user, in milliseconds. A request takes half a minute at most;
 * a laptop may sleep in the middle of one.
 */
export const uploadMs = 60 * 60 * 1000;

/** Small enough not to delay other use of the store. */
const batch = 50;

export interface PictureSweep {
  store: Store;
  files: FileStore;
  /** Milliseconds since 1970. */
  now: () => number;
  log: Log;
}

/**
 * Deletes the files of pictures without a user until none is left or the signal aborts. Only pictures recorded in the store
 * are deleted, never other files in the folder or bucket: those may be shared, and a server started
 * with the wrong database must not empty them.
 */
export async function sweepPictures(
  { store, files, now, log }: PictureSweep,
  signal: AbortSignal,
): Promise<void> {
  try {
    let names: string[];
    do {
      names = await store.takeUnusedPictures({ now: now(), limit: batch });
      for (const name of names) await files.delete(name);
      if (names.length > 0) await store.forgetPictures(names);
    } while (names.length === batch && !signal.aborted);
  } catch (error) {
    const { message: reason } = error as Error;
    log.warn({ reason }, 'could not delete unused pictures; retrying in a minute');
  }
}

/** Deletes what uploads interrupted by a crash have left in the file store. */
export async function sweepLeftovers(
  { files, now, log }: PictureSweep,
  signal: AbortSignal,
): Promise<void> {
  try {
    await files.deleteLeftovers({ before: now() - uploadMs, signal });
  } catch (error) {
    const { message: reason } = error as Error;
    log.warn({ reason }, 'could not delete leftover files; retrying in an hour');
  }
}

/**
 * Sweeps pictures every minute and leftovers every hour.
 * @returns a function that stops it after the current batch
 */
export function startSweepingPictures(options: PictureSweep): () => Promise<void> {
  const stops = [
    runEvery(everyMs, (signal) => sweepPictures(options, signal)),
    runEvery(leftoversEveryMs, (signal) => sweepLeftovers(options, signal)),
  ];
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}

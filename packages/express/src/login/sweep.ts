import { messageReplayMs } from '../messages/message-age.ts';
import type { Log } from '../request/log.ts';
import { runEvery } from '../schedule/run-every.ts';
import { aheadOf } from '../session/lifetime.ts';
import type { Store } from '../store/store.ts';
import { replayMs } from './attempts.ts';

const everyMs = 60_000;
/** Small enough not to delay concurrent logins. */
const batch = 200;

interface SweepOptions {
  store: Store;
  now: () => number;
  log: Log;
}

/** Deletes expired rows until none is left or the signal aborts. An unavailable store is retried next time. */
export async function sweep({ store, now, log }: SweepOptions, signal: AbortSignal): Promise<void> {
  try {
    let removed = batch;
    while (removed >= batch && !signal.aborted) {
      const time = now();
      removed = await store.sweep({
        now: time,
        attemptsBefore: time - replayMs,
        messagesBefore: time - messageReplayMs,
        limit: batch,
      });
    }
  } catch (err) {
    log.warn({ err }, 'could not delete expired sessions; retrying in a minute');
  }
}

/**
 * Shortens the sessions created by a clock that was ahead, until none is left or the signal aborts.
 * @returns never rejects
 */
async function shorten({ store, now, log }: SweepOptions, signal: AbortSignal) {
  try {
    let restarted = batch;
    while (restarted >= batch && !signal.aborted)
      restarted = await store.restartSessions({ ...aheadOf(now()), limit: batch });
  } catch (err) {
    log.warn({ err }, 'could not shorten sessions from the future; retrying in a minute');
  }
}

/**
 * A clock that starts in 1970 is corrected within minutes. Shortening earlier would end valid sessions, which look
 * like sessions from the future.
 */
const settledAfter = 10;

/**
 * Sweeps every minute, and shortens sessions once the clock has had time to be set. Lookups ignore expired rows anyway.
 * @returns a function that stops it after the current batch
 */
export const startSweeping = (options: SweepOptions): (() => Promise<void>) =>
  runEvery(everyMs, everyMinute(options));

/** The work of each minute. */
export function everyMinute(options: SweepOptions): (signal: AbortSignal) => Promise<void> {
  let minutes = 0;
  return async (signal) => {
    await sweep(options, signal);
    minutes += 1;
    if (minutes > settledAfter) await shorten(options, signal);
  };
}

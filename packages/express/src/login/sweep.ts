import type { Logger } from 'pino';
import { messageReplayMs } from '../messages/message-age.ts';
import { runEvery } from '../schedule/run-every.ts';
import { aheadOf } from '../session/lifetime.ts';
import type { Store } from '../store/store.ts';
import { replayMs } from './attempts.ts';

const everyMs = 60_000;
/** Few enough that nobody who logs in meanwhile notices. */
const batch = 200;

interface SweepOptions {
  store: Store;
  now: () => number;
  log: Logger;
}

/** Removes what has expired, until nothing is left or the signal comes. A store that is away is left for next time. */
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
    log.warn({ err }, 'expired sessions stay for another minute');
  }
}

/**
 * Shortens the sessions of a clock that was ahead, until none is left or the signal comes.
 * @returns never rejects
 */
export async function shorten({ store, now, log }: SweepOptions, signal: AbortSignal) {
  try {
    let restarted = batch;
    while (restarted >= batch && !signal.aborted)
      restarted = await store.restartSessions({ ...aheadOf(now()), limit: batch });
  } catch (err) {
    log.warn({ err }, 'could not shorten sessions from the future; retrying in a minute');
  }
}

/**
 * A clock that starts in 1970 is put right within minutes. Sessions that it took for the future's would have ended by
 * then.
 */
const settledAfter = 10;

/**
 * Sweeps every minute, and shortens sessions once the clock has had time to be set. What has expired is not found anyway.
 * @returns stops it, once the batch under way is done
 */
export const startSweeping = (options: SweepOptions): (() => Promise<void>) =>
  runEvery(everyMs, everyMinute(options));

/** What is done each minute. */
export function everyMinute(options: SweepOptions): (signal: AbortSignal) => Promise<void> {
  let minutes = 0;
  return async (signal) => {
    await sweep(options, signal);
    minutes += 1;
    if (minutes > settledAfter) await shorten(options, signal);
  };
}

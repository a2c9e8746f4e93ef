import type { StoredSession } from '../store/store.ts';

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;

/** An unused session expires after this. */
const idleMs = 30 * dayMs;
/** The maximum lifetime of a session, even in use. */
const hardLimitMs = 180 * dayMs;
/** Update lastSeenAt at most this often, so reads don't become writes. */
const touchEveryMs = hourMs;

/** Returns a session that starts now. @param now milliseconds since 1970 */
export const openSession = (
  session: Pick<StoredSession, 'tokenHash' | 'id' | 'device'>,
  now: number,
): StoredSession => ({
  ...session,
  createdAt: now,
  lastSeenAt: now,
  expiresAt: now + idleMs,
});

/**
 * Selects sessions opened or used while the clock was ahead, and restarts them as if that had
 * been now. Otherwise they would outlive the maximum lifetime. One hour of tolerance, because clocks of several servers
 * differ.
 */
export const aheadOf = (now: number) => ({
  now,
  expiringAfter: now + idleMs + hourMs,
  idleMs,
  hardLimitMs,
});

/** Returns the update for a session that is used now, or undefined if it is too early for one. */
export function seen(
  { createdAt, lastSeenAt }: StoredSession,
  now: number,
): Pick<StoredSession, 'lastSeenAt' | 'expiresAt'> | undefined {
  if (now - lastSeenAt < touchEveryMs) return undefined;
  return { lastSeenAt: now, expiresAt: Math.min(now + idleMs, createdAt + hardLimitMs) };
}

import type { StoredSession } from '../store/store.ts';

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;

/** A session that nobody uses ends after this. */
const idleMs = 30 * dayMs;
/** No session lasts longer, however much it is used. */
const hardLimitMs = 180 * dayMs;
/** Use is written down at most this often, so that reading does not become writing. */
const touchEveryMs = hourMs;

/** A session that begins now, milliseconds since 1970. */
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
 * Which sessions were opened or used by a clock that was ahead and has been put right, and how they go on: as if that had
 * been now. Without it they would last longer than any session may. An hour is allowed for, as clocks of several servers
 * differ.
 */
export const aheadOf = (now: number) => ({
  now,
  expiringAfter: now + idleMs + hourMs,
  idleMs,
  hardLimitMs,
});

/** What to write down about a session that is used now, if it is time to. */
export function seen(
  { createdAt, lastSeenAt }: StoredSession,
  now: number,
): Pick<StoredSession, 'lastSeenAt' | 'expiresAt'> | undefined {
  if (now - lastSeenAt < touchEveryMs) return undefined;
  return { lastSeenAt: now, expiresAt: Math.min(now + idleMs, createdAt + hardLimitMs) };
}

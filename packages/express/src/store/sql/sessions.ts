import type { AccountKey, Store, StoredSession } from '../store.ts';
import { type Engine, lastQuery, type Query, type Script } from './engine.ts';
import { createFindSession, listed, type SessionRow } from './find-session.ts';

const bytes = (hash: string) => Buffer.from(hash, 'base64url');

export const insertSession = (
  session: StoredSession,
  owner: AccountKey & { userId: string },
): Query => ({
  sql: `INSERT INTO weapp_login_store.sessions
          (token_hash, id, user_id, app_id, openid, device, created_at, last_seen_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
  values: [
    bytes(session.tokenHash),
    session.id,
    owner.userId,
    owner.appId,
    owner.openid,
    session.device ?? null,
    session.createdAt,
    session.lastSeenAt,
    session.expiresAt,
  ],
});

export function* touchSession(
  tokenHash: string,
  { lastSeenAt, expiresAt }: Pick<StoredSession, 'lastSeenAt' | 'expiresAt'>,
): Script<void> {
  yield* lastQuery(
    'UPDATE weapp_login_store.sessions SET last_seen_at = $1, expires_at = $2 WHERE token_hash = $3',
    lastSeenAt,
    expiresAt,
    bytes(tokenHash),
  );
}

export function* deleteSession(tokenHash: string): Script<void> {
  yield* lastQuery(
    'DELETE FROM weapp_login_store.sessions WHERE token_hash = $1',
    bytes(tokenHash),
  );
}

export function* deleteSessionsOf(userId: string, sessionId?: string): Script<void> {
  if (sessionId === undefined)
    yield* lastQuery('DELETE FROM weapp_login_store.sessions WHERE user_id = $1', userId);
  else
    yield* lastQuery(
      'DELETE FROM weapp_login_store.sessions WHERE user_id = $1 AND id = $2',
      userId,
      sessionId,
    );
}

/** Ends the sessions of a person that were used least recently, all but the `keep` newest, at most `limit` of them. */
export const endOldestSessions = (
  userId: string,
  { keep, limit }: { keep: number; limit: number },
): Query => ({
  sql: `DELETE FROM weapp_login_store.sessions WHERE token_hash IN
          (SELECT token_hash FROM weapp_login_store.sessions WHERE user_id = $1
           ORDER BY last_seen_at DESC, id DESC LIMIT $2 OFFSET $3)
        RETURNING id`,
  values: [userId, limit, keep],
});

/** Store.deleteOldestSessions as a transaction. */
export function* deleteOldestSessions(
  userId: string,
  range: { keep: number; limit: number },
): Script<number> {
  const [ended = []] = yield { queries: [endOldestSessions(userId, range)], last: true };
  return ended.length;
}

/** Store.restartSessions as a transaction. */
export function* restartSessions({
  now,
  expiringAfter,
  idleMs,
  hardLimitMs,
  limit,
}: Parameters<Store['restartSessions']>[0]): Script<number> {
  const restarted = yield* lastQuery(
    `UPDATE weapp_login_store.sessions SET
       created_at = CASE WHEN created_at > $1 THEN $2 ELSE created_at END,
       last_seen_at = $3,
       expires_at = CASE WHEN created_at < $4 THEN created_at + $5 ELSE $6 END
     WHERE token_hash IN
       (SELECT token_hash FROM weapp_login_store.sessions WHERE expires_at > $7 ORDER BY expires_at LIMIT $8)
     RETURNING id`,
    now,
    now,
    now,
    now + idleMs - hardLimitMs,
    hardLimitMs,
    now + idleMs,
    expiringAfter,
    limit,
  );
  return restarted.length;
}

/** The part of the store that is about open sessions. */
export function createSessions(
  engine: Engine,
): Pick<
  Store,
  | 'findSession'
  | 'touchSession'
  | 'deleteSession'
  | 'listSessions'
  | 'countSessions'
  | 'deleteSessionsOf'
  | 'deleteOldestSessions'
  | 'restartSessions'
> {
  return {
    findSession: createFindSession(engine),
    touchSession: (tokenHash, seen) => engine.write(touchSession, tokenHash, seen),
    deleteSession: (tokenHash) => engine.write(deleteSession, tokenHash),
    async listSessions(userId, { now, after, limit }) {
      const rows = await engine.read<SessionRow>(
        `SELECT id, device, created_at, last_seen_at, expires_at FROM weapp_login_store.sessions
         WHERE user_id = $1 AND expires_at > $2 AND (last_seen_at, id) < ($3, $4)
         ORDER BY last_seen_at DESC, id DESC LIMIT $5`,
        userId,
        now,
        after?.lastSeenAt ?? Number.MAX_SAFE_INTEGER,
        after?.id ?? '',
        limit,
      );
      return rows.map(listed);
    },
    async countSessions(now) {
      const [row] = await engine.read<{ open: number }>(
        'SELECT count(*) AS open FROM weapp_login_store.sessions WHERE expires_at > $1',
        now,
      );
      return row?.open ?? 0;
    },
    deleteSessionsOf: (userId, sessionId) => engine.write(deleteSessionsOf, userId, sessionId),
    deleteOldestSessions: (userId, range) => engine.write(deleteOldestSessions, userId, range),
    restartSessions: (restart) => engine.write(restartSessions, restart),
  };
}

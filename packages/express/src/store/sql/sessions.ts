import type { AccountKey, ListedSession, Store, StoredSession } from '../store.ts';
import { type Engine, query, type Script } from './engine.ts';
import { type ProfileRow, profileColumns, profileOf } from './profiles.ts';

interface SessionRow {
  id: string;
  device: string | null;
  created_at: number;
  last_seen_at: number;
  expires_at: number;
}

interface FoundRow extends SessionRow, ProfileRow {
  user_id: string;
  app_id: string;
  openid: string;
  unionid: string | null;
  user_created_at: number;
  last_login_at: number;
}

const bytes = (hash: string) => Buffer.from(hash, 'base64url');

const listed = (row: SessionRow): ListedSession => ({
  id: row.id,
  ...(row.device !== null && { device: row.device }),
  createdAt: row.created_at,
  lastSeenAt: row.last_seen_at,
  expiresAt: row.expires_at,
});

export function* insertSession(
  session: StoredSession,
  owner: AccountKey & { userId: string },
): Script<void> {
  yield* query(
    `INSERT INTO weapp_login_store.sessions (token_hash, id, user_id, app_id, openid, device, created_at, last_seen_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    bytes(session.tokenHash),
    session.id,
    owner.userId,
    owner.appId,
    owner.openid,
    session.device ?? null,
    session.createdAt,
    session.lastSeenAt,
    session.expiresAt,
  );
}

export function* touchSession(
  tokenHash: string,
  { lastSeenAt, expiresAt }: Pick<StoredSession, 'lastSeenAt' | 'expiresAt'>,
): Script<void> {
  yield* query(
    'UPDATE weapp_login_store.sessions SET last_seen_at = $1, expires_at = $2 WHERE token_hash = $3',
    lastSeenAt,
    expiresAt,
    bytes(tokenHash),
  );
}

export function* deleteSession(tokenHash: string): Script<void> {
  yield* query('DELETE FROM weapp_login_store.sessions WHERE token_hash = $1', bytes(tokenHash));
}

export function* deleteSessionsOf(userId: string, sessionId?: string): Script<void> {
  if (sessionId === undefined)
    yield* query('DELETE FROM weapp_login_store.sessions WHERE user_id = $1', userId);
  else
    yield* query(
      'DELETE FROM weapp_login_store.sessions WHERE user_id = $1 AND id = $2',
      userId,
      sessionId,
    );
}

/**
 * Ends a person's least recently used sessions except the `keep` newest, at most `limit`.
 * @returns the number of ended sessions
 */
export function* deleteOldestSessions(
  userId: string,
  { keep, limit }: { keep: number; limit: number },
): Script<number> {
  const ended = yield* query(
    `DELETE FROM weapp_login_store.sessions WHERE token_hash IN
       (SELECT token_hash FROM weapp_login_store.sessions WHERE user_id = $1
        ORDER BY last_seen_at DESC, id DESC LIMIT $2 OFFSET $3)
     RETURNING id`,
    userId,
    limit,
    keep,
  );
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
  const restarted = yield* query(
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

/** The store's operations for sessions. */
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
    async findSession(tokenHash, now) {
      const [row] = await engine.read<FoundRow>(
        `SELECT s.id, s.device, s.created_at, s.last_seen_at, s.expires_at, s.user_id, s.app_id, s.openid,
           a.unionid, a.last_login_at, u.created_at AS user_created_at, ${profileColumns}
         FROM weapp_login_store.sessions s
         JOIN weapp_login_store.accounts a ON a.app_id = s.app_id AND a.openid = s.openid
         JOIN weapp_login_store.users u ON u.id = s.user_id
         WHERE s.token_hash = $1 AND s.expires_at > $2`,
        bytes(tokenHash),
        now,
      );
      if (!row) return undefined;
      return {
        session: { tokenHash, ...listed(row) },
        user: {
          id: row.user_id,
          appId: row.app_id,
          openid: row.openid,
          ...(row.unionid !== null && { unionid: row.unionid }),
          ...profileOf(row),
          createdAt: row.user_created_at,
          lastLoginAt: row.last_login_at,
        },
      };
    },
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

import type { AccountKey, ListedSession, Store, StoredSession } from '../store.ts';
import { batchLookups } from './batch-lookups.ts';
import { type Engine, lastQuery, type Query, type Script } from './engine.ts';
import { type ProfileRow, profileColumns, profileOf } from './profiles.ts';

interface SessionRow {
  id: string;
  device: string | null;
  created_at: number;
  last_seen_at: number;
  expires_at: number;
}

interface FoundRow extends SessionRow, ProfileRow {
  token_hash: Uint8Array;
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

/** Of one lookup on a remote database: larger ones cost more than they save. */
const maxKeys = 32;
/** Few, so that under load lookups share them; more than one, so that a slow one doesn't hold up all. */
const maxQueries = 4;

const statements = new Map<number, string>();

/** Returns the SQL that finds so many sessions, which may have expired, each with whose it is. */
function selectSessions(count: number): string {
  const known = statements.get(count);
  if (known) return known;
  const placeholders = Array.from({ length: count }, (_, n) => `$${n + 1}`);
  const sql = `SELECT s.token_hash, s.id, s.device, s.created_at, s.last_seen_at, s.expires_at, s.user_id, s.app_id, s.openid,
       a.unionid, a.last_login_at, u.created_at AS user_created_at, ${profileColumns}
     FROM weapp_login_store.sessions s
     JOIN weapp_login_store.accounts a ON a.app_id = s.app_id AND a.openid = s.openid
     JOIN weapp_login_store.users u ON u.id = s.user_id
     WHERE s.token_hash IN (${placeholders})`;
  statements.set(count, sql);
  return sql;
}

async function findRows(
  engine: Engine,
  tokenHashes: readonly string[],
): Promise<Map<string, FoundRow>> {
  const values: Buffer[] = tokenHashes.map(bytes);
  const last = values.at(-1) as Buffer;
  // A few different statements, since each connection prepares them: the last hash fills up the rest.
  while (values.length & (values.length - 1)) values.push(last);
  const rows = await engine.read<FoundRow>(selectSessions(values.length), ...values);
  return new Map(
    rows.map((row) => [(row.token_hash as Buffer).toString('base64url'), row] as const),
  );
}

const foundOf = (tokenHash: string, row: FoundRow) => ({
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
});

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
  const findRow = engine.isRemote
    ? batchLookups({ find: (hashes) => findRows(engine, hashes), maxKeys, maxQueries })
    : async (hash: string) => (await engine.read<FoundRow>(selectSessions(1), bytes(hash)))[0];
  return {
    async findSession(tokenHash, now) {
      const row = await findRow(tokenHash);
      return row && row.expires_at > now ? foundOf(tokenHash, row) : undefined;
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

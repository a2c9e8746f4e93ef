import { batchLookups } from '../../fast/batch-lookups.ts';
import type { ListedSession, Profile, Store } from '../store.ts';
import type { Engine } from './engine.ts';

/** The columns of a profile, in the table users. */
export interface ProfileRow {
  nickname: string | null;
  avatar: string | null;
  phone_number: string | null;
}

export const profileColumns = 'u.nickname, u.avatar, u.phone_number';

export const profileOf = (row: ProfileRow): Profile => ({
  ...(row.nickname !== null && { nickname: row.nickname }),
  ...(row.avatar !== null && { avatar: row.avatar }),
  ...(row.phone_number !== null && { phoneNumber: row.phone_number }),
});

export interface SessionRow {
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

export const listed = (row: SessionRow): ListedSession => ({
  id: row.id,
  ...(row.device !== null && { device: row.device }),
  createdAt: row.created_at,
  lastSeenAt: row.last_seen_at,
  expiresAt: row.expires_at,
});

/** Of one lookup on a remote database: larger ones cost more than they save. */
const maxKeys = 32;
/** Few, so that lookups share queries under load; more than one, so that a slow query doesn't delay all lookups. */
const maxQueries = 4;

const statements = new Map<number, string>();

/** Returns the SQL that finds `count` sessions, expired ones too, each with its user. */
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

/** Returns Store.findSession. */
export function createFindSession(engine: Engine): Store['findSession'] {
  const findRow = engine.isRemote
    ? batchLookups({ find: (hashes) => findRows(engine, hashes), maxKeys, maxQueries })
    : async (hash: string) => (await engine.read<FoundRow>(selectSessions(1), bytes(hash)))[0];
  return async (tokenHash, now) => {
    const row = await findRow(tokenHash);
    return row && row.expires_at > now ? foundOf(tokenHash, row) : undefined;
  };
}

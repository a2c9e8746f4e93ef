import { endedByLogin, type LoginRecord, type Store } from '../store.ts';
import { completeAttempt } from './attempts.ts';
import type { Engine, Query, Script } from './engine.ts';
import { type ProfileRow, profileColumns, profileOf } from './find-session.ts';
import { joinUsers } from './moves.ts';
import { hookQueries, type OwnTables } from './own-tables.ts';
import { endOldestSessions, insertSession } from './sessions.ts';

interface AccountRow {
  user_id: string;
  unionid: string | null;
}

type UserRow = ProfileRow & { created_at: number };

/**
 * Store.recordLogin as a transaction. Accounts are always locked before unionids, so that no two wait for each other.
 * On a database that is a round trip away, it takes two of them, and one more where a unionid is new.
 * @param hooks statements of the app's own
 */
export function* recordLogin(
  login: LoginRecord,
  { onLogin = [], onJoin = [] }: Pick<OwnTables, 'onLogin' | 'onJoin'> = {},
): Script<Awaited<ReturnType<Store['recordLogin']>>> {
  const { appId, openid, newUserId, now, sessionLimit, attempt } = login;
  const [[account] = [], [known] = []] = (yield {
    queries: [upsertAccount(login), selectUserOf(login)],
  }) as [AccountRow[], UserRow[]];
  if (!account) throw new Error('an upsert returned no row');
  const isNew = account.user_id === newUserId;
  const unionid = login.unionid ?? account.unionid;
  // A unionid that the account already has was handled when it arrived.
  const owner =
    unionid && unionid !== account.unionid
      ? yield* bindUnionid(login, unionid, account.user_id)
      : account.user_id;
  const hasOtherOwner = !isNew && owner !== account.user_id;
  const join =
    hasOtherOwner && login.joinByUnionid
      ? yield* joinUsers(account.user_id, owner, onJoin)
      : undefined;
  const userId = isNew || join === 'joined' ? owner : account.user_id;

  const isOthers = userId !== account.user_id;
  const end =
    sessionLimit && userId !== newUserId
      ? endOldestSessions(userId, { keep: sessionLimit - 1, limit: endedByLogin })
      : undefined;

  const rows = yield {
    queries: [
      // First, so that the new session stays even where another process's clock is ahead.
      ...(end ? [end] : []),
      ...(isNew ? [settleNewAccount(login, userId)] : []),
      insertSession(login.session, { appId, openid, userId }),
      ...(attempt ? [completeAttempt(attempt, { userId, now })] : []),
      ...hookQueries(onLogin, { userId, appId, openid, now }),
      ...(isOthers ? [selectUser(userId)] : []),
    ],
    last: true,
  };
  const user = isOthers ? (rows.at(-1)?.[0] as UserRow) : known;
  return {
    user: {
      id: userId,
      appId,
      openid,
      ...(unionid && { unionid }),
      ...(user && profileOf(user)),
      createdAt: user?.created_at ?? now,
      lastLoginAt: now,
    },
    ...(owner !== userId && { unionidOwner: owner }),
    ...(join === 'joined' ? { joinedFrom: account.user_id } : join && { joinRefusal: join }),
    ...(end && rows[0]?.length === endedByLogin && { overSessionLimit: true }),
  };
}

/** The account as it is now, with the unionid that it had before. */
const upsertAccount = ({ appId, openid, newUserId, now, sessionKey }: LoginRecord): Query => ({
  sql: `INSERT INTO weapp_login_store.accounts
          (app_id, openid, user_id, session_key, session_key_id, session_key_issued_at, last_login_at)
        VALUES ($1, $2, $3, $4, $5, $6, $6)
        ON CONFLICT (app_id, openid) DO UPDATE SET
          session_key = excluded.session_key, session_key_id = excluded.session_key_id,
          session_key_issued_at = excluded.session_key_issued_at, last_login_at = excluded.last_login_at
        RETURNING user_id, unionid`,
  values: [appId, openid, newUserId, Buffer.from(sessionKey.sealed), sessionKey.keyId, now],
});

const selectUserOf = ({ appId, openid }: LoginRecord): Query => ({
  sql: `SELECT u.created_at, ${profileColumns} FROM weapp_login_store.accounts a
        JOIN weapp_login_store.users u ON u.id = a.user_id WHERE a.app_id = $1 AND a.openid = $2`,
  values: [appId, openid],
});

const selectUser = (userId: string): Query => ({
  sql: `SELECT u.created_at, ${profileColumns} FROM weapp_login_store.users u WHERE u.id = $1`,
  values: [userId],
});

/** Gives the unionid to the account, and finds the user who has it: this one, if no one had it. */
function* bindUnionid(
  { appId, openid }: LoginRecord,
  unionid: string,
  userId: string,
): Script<string> {
  const [, [owner] = []] = (yield {
    queries: [
      {
        sql: 'UPDATE weapp_login_store.accounts SET unionid = $1 WHERE app_id = $2 AND openid = $3',
        values: [unionid, appId, openid],
      },
      {
        sql: `INSERT INTO weapp_login_store.unionids (unionid, user_id) VALUES ($1, $2)
              ON CONFLICT (unionid) DO UPDATE SET unionid = excluded.unionid
              RETURNING user_id`,
        values: [unionid, userId],
      },
    ],
  }) as [unknown[], Pick<AccountRow, 'user_id'>[]];
  return owner?.user_id ?? userId;
}

/** A new account belongs to the user who has its unionid, or else to a new user. */
const settleNewAccount = ({ appId, openid, newUserId, now }: LoginRecord, userId: string): Query =>
  userId === newUserId
    ? {
        sql: 'INSERT INTO weapp_login_store.users (id, created_at) VALUES ($1, $2)',
        values: [newUserId, now],
      }
    : {
        sql: 'UPDATE weapp_login_store.accounts SET user_id = $1 WHERE app_id = $2 AND openid = $3',
        values: [userId, appId, openid],
      };

/** The store's operation for a login. @param hooks statements of the app's own */
export const createLogins = (
  engine: Engine,
  { onLogin = [], onJoin = [] }: Pick<OwnTables, 'onLogin' | 'onJoin'>,
): Pick<Store, 'recordLogin'> => ({
  recordLogin: (login) => engine.write(recordLogin, login, { onLogin, onJoin }),
});

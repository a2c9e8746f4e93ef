import { endedByLogin, type LoginRecord, type Store } from '../store.ts';
import { query, type Script } from './engine.ts';
import { runHook } from './own-tables.ts';
import { type ProfileRow, profileColumns, profileOf } from './profiles.ts';
import { deleteOldestSessions, insertSession } from './sessions.ts';

/**
 * Store.recordLogin as a transaction. Accounts are always locked before unionids, so that no two wait for each other.
 * @param onLogin statements of the app's own
 */
export function* recordLogin(
  login: LoginRecord,
  onLogin: readonly string[] = [],
): Script<Awaited<ReturnType<Store['recordLogin']>>> {
  const { appId, openid, newUserId, now, sessionLimit, attempt } = login;
  const account = yield* upsertAccount(login);
  const isNew = account.user_id === newUserId;
  const unionid = login.unionid ?? account.unionid;
  // A unionid that the account already has was handled when it arrived.
  const owner =
    unionid && unionid !== account.unionid
      ? yield* bindUnionid(login, unionid, account.user_id)
      : account.user_id;
  const userId = isNew ? owner : account.user_id;
  if (isNew) yield* settleNewAccount(login, userId);

  // Before inserting the new session, so that it survives even if another process's clock is ahead.
  const ended =
    sessionLimit && userId !== newUserId
      ? yield* deleteOldestSessions(userId, { keep: sessionLimit - 1, limit: endedByLogin })
      : 0;
  yield* insertSession(login.session, { appId, openid, userId });
  if (attempt)
    yield* query(
      'UPDATE weapp_login_store.login_attempts SET sealed_token = $1, user_id = $2 WHERE id = $3',
      Buffer.from(attempt.sealedToken),
      userId,
      Buffer.from(attempt.id, 'base64url'),
    );

  const [known] = yield* query<ProfileRow & { created_at: number }>(
    `SELECT u.created_at, ${profileColumns} FROM weapp_login_store.users u WHERE u.id = $1`,
    userId,
  );
  yield* runHook(onLogin, { userId, appId, openid, now });
  return {
    user: {
      id: userId,
      appId,
      openid,
      ...(unionid && { unionid }),
      ...(known && profileOf(known)),
      createdAt: known?.created_at ?? now,
      lastLoginAt: now,
    },
    ...(owner !== userId && { unionidOwner: owner }),
    ...(ended === endedByLogin && { overSessionLimit: true }),
  };
}

/** Returns the updated account, with its previous unionid. */
function* upsertAccount({ appId, openid, newUserId, now, sessionKey }: LoginRecord) {
  const [account] = yield* query<{ user_id: string; unionid: string | null }>(
    `INSERT INTO weapp_login_store.accounts (app_id, openid, user_id, session_key, session_key_id, session_key_issued_at, last_login_at)
     VALUES ($1, $2, $3, $4, $5, $6, $6)
     ON CONFLICT (app_id, openid) DO UPDATE SET
       session_key = excluded.session_key, session_key_id = excluded.session_key_id,
       session_key_issued_at = excluded.session_key_issued_at, last_login_at = excluded.last_login_at
     RETURNING user_id, unionid`,
    appId,
    openid,
    newUserId,
    Buffer.from(sessionKey.sealed),
    sessionKey.keyId,
    now,
  );
  if (!account) throw new Error('an upsert returned no row');
  return account;
}

/** Assigns the unionid and returns the user who has it: this one, if it was free. */
function* bindUnionid({ appId, openid }: LoginRecord, unionid: string, userId: string) {
  yield* query(
    'UPDATE weapp_login_store.accounts SET unionid = $1 WHERE app_id = $2 AND openid = $3',
    unionid,
    appId,
    openid,
  );
  const [owner] = yield* query<{ user_id: string }>(
    `INSERT INTO weapp_login_store.unionids (unionid, user_id) VALUES ($1, $2)
     ON CONFLICT (unionid) DO UPDATE SET unionid = excluded.unionid
     RETURNING user_id`,
    unionid,
    userId,
  );
  return owner?.user_id ?? userId;
}

/** Assigns a new account to the user with its unionid, or to a new user. */
function* settleNewAccount({ appId, openid, newUserId, now }: LoginRecord, userId: string) {
  if (userId === newUserId)
    yield* query(
      'INSERT INTO weapp_login_store.users (id, created_at) VALUES ($1, $2)',
      newUserId,
      now,
    );
  else
    yield* query(
      'UPDATE weapp_login_store.accounts SET user_id = $1 WHERE app_id = $2 AND openid = $3',
      userId,
      appId,
      openid,
    );
}

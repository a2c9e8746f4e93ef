import type { AccountKey, JoinRefusal, MoveOutcome, Store } from '../store.ts';
import { type Engine, query, type Script } from './engine.ts';
import { recordErasure } from './erasures.ts';
import type { ProfileRow } from './find-session.ts';
import { hookQueries } from './own-tables.ts';

/**
 * Moves one account to another AppID and openid, with its sessions. Where the person has logged in there already, the
 * account there stays: the same user keeps it alone, another user is left for `joinUsers`.
 */
function* moveAccount(from: AccountKey, to: AccountKey): Script<MoveOutcome> {
  const [account] = yield* query<{ user_id: string }>(
    'SELECT user_id FROM weapp_login_store.accounts WHERE app_id = $1 AND openid = $2',
    from.appId,
    from.openid,
  );
  if (!account) return 'gone';
  const [there] = yield* query<{ user_id: string }>(
    'SELECT user_id FROM weapp_login_store.accounts WHERE app_id = $1 AND openid = $2',
    to.appId,
    to.openid,
  );
  if (there && there.user_id !== account.user_id) return 'other-user';
  if (there)
    yield* query(
      'DELETE FROM weapp_login_store.accounts WHERE app_id = $1 AND openid = $2',
      from.appId,
      from.openid,
    );
  else
    yield* query(
      'UPDATE weapp_login_store.accounts SET app_id = $1, openid = $2 WHERE app_id = $3 AND openid = $4',
      to.appId,
      to.openid,
      from.appId,
      from.openid,
    );
  yield* query(
    'UPDATE weapp_login_store.sessions SET app_id = $1, openid = $2 WHERE user_id = $3 AND app_id = $4 AND openid = $5',
    to.appId,
    to.openid,
    account.user_id,
    from.appId,
    from.openid,
  );
  return 'moved';
}

/** Store.moveAccounts as a transaction. */
export function* moveAccounts(
  moves: readonly { from: AccountKey; to: AccountKey }[],
): Script<MoveOutcome[]> {
  const outcomes: MoveOutcome[] = [];
  for (const { from, to } of moves) outcomes.push(yield* moveAccount(from, to));
  return outcomes;
}

interface UserRow extends ProfileRow {
  id: string;
  created_at: number;
}

function* lockUser(id: string): Script<UserRow | undefined> {
  const [user] = yield* query<UserRow>(
    `UPDATE weapp_login_store.users SET created_at = created_at WHERE id = $1
     RETURNING id, created_at, nickname, avatar, phone_number`,
    id,
  );
  return user;
}

function* accountsOf(userId: string): Script<{ app_id: string; unionid: string | null }[]> {
  return yield* query(
    'SELECT app_id, unionid FROM weapp_login_store.accounts WHERE user_id = $1',
    userId,
  );
}

/**
 * Store.joinUsers as a transaction.
 * @param onJoin statements of the app's own
 */
export function* joinUsers(
  fromId: string,
  intoId: string,
  onJoin: readonly string[] = [],
): Script<'joined' | JoinRefusal> {
  if (fromId === intoId) return 'same-user';
  // In one order, so that two joins of the same users don't wait for each other.
  const users: Record<string, UserRow | undefined> = {};
  for (const id of [fromId, intoId].sort()) users[id] = yield* lockUser(id);
  const from = users[fromId];
  const into = users[intoId];
  if (!from || !into) return 'no-such-user';
  const [ofFrom, ofInto] = [yield* accountsOf(fromId), yield* accountsOf(intoId)];
  if (ofFrom.some(({ app_id }) => ofInto.some((other) => other.app_id === app_id)))
    return 'same-app';
  const unionids = new Set([...ofFrom, ...ofInto].flatMap(({ unionid }) => unionid ?? []));
  if (unionids.size > 1) return 'two-unionids';
  if (from.phone_number && into.phone_number && from.phone_number !== into.phone_number)
    return 'two-phone-numbers';

  yield* query(
    'UPDATE weapp_login_store.accounts SET user_id = $1 WHERE user_id = $2',
    intoId,
    fromId,
  );
  yield* query(
    'UPDATE weapp_login_store.unionids SET user_id = $1 WHERE user_id = $2',
    intoId,
    fromId,
  );
  // One that a login in another AppID has added by the unionid meanwhile, as in deleteUser.
  yield* query(
    'UPDATE weapp_login_store.accounts SET user_id = $1 WHERE user_id = $2',
    intoId,
    fromId,
  );
  yield* query(
    'UPDATE weapp_login_store.sessions SET user_id = $1 WHERE user_id = $2',
    intoId,
    fromId,
  );
  yield* query(
    'UPDATE weapp_login_store.login_attempts SET user_id = $1 WHERE user_id = $2',
    intoId,
    fromId,
  );
  yield* query(
    'UPDATE weapp_login_store.users SET created_at = $1, nickname = $2, avatar = $3, phone_number = $4 WHERE id = $5',
    Math.min(from.created_at, into.created_at),
    into.nickname ?? from.nickname,
    into.avatar ?? from.avatar,
    into.phone_number ?? from.phone_number,
    intoId,
  );
  if (from.avatar !== null && into.avatar !== null)
    yield* query(
      'INSERT INTO weapp_login_store.unused_pictures (name, delete_at) VALUES ($1, 0)',
      from.avatar,
    );
  yield { queries: hookQueries(onJoin, { userId: intoId, fromUserId: fromId }) };
  yield* query('DELETE FROM weapp_login_store.users WHERE id = $1', fromId);
  yield* recordErasure();
  return 'joined';
}

/** The part of the store that moves accounts to another AppID and joins users. */
export const createMoves = (
  engine: Engine,
  onJoin: readonly string[],
): Pick<Store, 'listOpenids' | 'moveAccounts' | 'joinUsers'> => ({
  async listOpenids(appId, { after, limit }) {
    const rows = await engine.read<{ openid: string }>(
      'SELECT openid FROM weapp_login_store.accounts WHERE app_id = $1 AND openid > $2 ORDER BY openid LIMIT $3',
      appId,
      after,
      limit,
    );
    return rows.map(({ openid }) => openid);
  },
  moveAccounts: (moves) => engine.write(moveAccounts, moves),
  joinUsers: (fromId, intoId) => engine.write(joinUsers, fromId, intoId, onJoin),
});

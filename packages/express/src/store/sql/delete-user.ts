import type { Store } from '../store.ts';
import { type Engine, query, type Script } from './engine.ts';
import { recordErasure } from './erasures.ts';
import { hookQueries } from './own-tables.ts';
import { takeAvatar } from './pictures.ts';

/**
 * Store.deleteUser as a transaction. Accounts are locked before unionids, as at a login. A login in another AppID that
 * has already found this user by the unionid holds that row: once it is deleted, accounts are looked for again.
 * @param onDelete statements of the app's own
 */
export function* deleteUser(
  userId: string,
  onDelete: readonly string[] = [],
): Script<{ avatar?: string } | undefined> {
  yield* query('DELETE FROM weapp_login_store.accounts WHERE user_id = $1', userId);
  yield* query('DELETE FROM weapp_login_store.unionids WHERE user_id = $1', userId);
  yield* query('DELETE FROM weapp_login_store.accounts WHERE user_id = $1', userId);
  yield* query('DELETE FROM weapp_login_store.sessions WHERE user_id = $1', userId);
  yield* query('DELETE FROM weapp_login_store.login_attempts WHERE user_id = $1', userId);
  const avatar = yield* takeAvatar(userId);
  const deleted = yield* query(
    'DELETE FROM weapp_login_store.users WHERE id = $1 RETURNING id',
    userId,
  );
  if (deleted.length === 0) return undefined;
  yield { queries: hookQueries(onDelete, { userId }) };
  yield* recordErasure();
  return avatar === undefined ? {} : { avatar };
}

/** The part of the store that deletes a person. */
export const createDeletion = (
  engine: Engine,
  onDelete: readonly string[],
): Pick<Store, 'deleteUser'> => ({
  deleteUser: (userId) => engine.write(deleteUser, userId, onDelete),
});

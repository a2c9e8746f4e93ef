import type { Store } from '../store.ts';
import { type Engine, query, type Script } from './engine.ts';
import { recordErasure } from './erasures.ts';
import { takeAvatar } from './pictures.ts';

/**
 * Store.deleteUser as a transaction. Accounts are locked before unionids, as at a login. A login in another AppID that
 * has already found this user by the unionid holds that row: once it is deleted, accounts are looked for again.
 */
export function* deleteUser(userId: string): Script<{ avatar?: string } | undefined> {
  yield* query('DELETE FROM accounts WHERE user_id = $1', userId);
  yield* query('DELETE FROM unionids WHERE user_id = $1', userId);
  yield* query('DELETE FROM accounts WHERE user_id = $1', userId);
  yield* query('DELETE FROM sessions WHERE user_id = $1', userId);
  yield* query('DELETE FROM login_attempts WHERE user_id = $1', userId);
  const avatar = yield* takeAvatar(userId);
  const deleted = yield* query('DELETE FROM users WHERE id = $1 RETURNING id', userId);
  if (deleted.length === 0) return undefined;
  yield* recordErasure();
  return avatar === undefined ? {} : { avatar };
}

/** The part of the store that deletes a person. */
export const createDeletion = (engine: Engine): Pick<Store, 'deleteUser'> => ({
  deleteUser: (userId) => engine.write(deleteUser, userId),
});

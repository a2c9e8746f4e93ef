import type { Store } from '../store.ts';
import { type Engine, lastQuery, query, type Script } from './engine.ts';
import { recordErasure } from './erasures.ts';

/** Recorded for a picture that must only be deleted. */
const atOnce = 0;

function* markUnused(name: string, deleteAt: number): Script<void> {
  yield* query(
    'INSERT INTO weapp_login_store.unused_pictures (name, delete_at) VALUES ($1, $2)',
    name,
    deleteAt,
  );
}

export const announcePicture = markUnused;

/** Store.replaceAvatar as a transaction. */
export function* replaceAvatar(
  userId: string,
  name: string,
): Script<{ replaced?: string } | undefined> {
  const announced = yield* query(
    'DELETE FROM weapp_login_store.unused_pictures WHERE name = $1 AND delete_at > $2 RETURNING name',
    name,
    atOnce,
  );
  if (announced.length === 0) return undefined;
  // Locks the row without a change, so that the returned picture is the one replaced in this transaction.
  const [user] = yield* query<{ avatar: string | null }>(
    'UPDATE weapp_login_store.users SET avatar = avatar WHERE id = $1 RETURNING avatar',
    userId,
  );
  if (!user) {
    yield* markUnused(name, atOnce);
    return undefined;
  }
  yield* query('UPDATE weapp_login_store.users SET avatar = $1 WHERE id = $2', name, userId);
  if (user.avatar === null) return {};
  yield* markUnused(user.avatar, atOnce);
  return { replaced: user.avatar };
}

/** Takes the picture from the user, and resolves with its name; its file is then for the sweep, unless it is deleted before. */
export function* takeAvatar(userId: string): Script<string | undefined> {
  // As above: it locks the row.
  const [user] = yield* query<{ avatar: string | null }>(
    'UPDATE weapp_login_store.users SET avatar = avatar WHERE id = $1 RETURNING avatar',
    userId,
  );
  if (!user || user.avatar === null) return undefined;
  yield* query('UPDATE weapp_login_store.users SET avatar = NULL WHERE id = $1', userId);
  yield* markUnused(user.avatar, atOnce);
  return user.avatar;
}

/** Store.removeAvatar as a transaction. */
export function* removeAvatar(userId: string): Script<string | undefined> {
  const avatar = yield* takeAvatar(userId);
  if (avatar !== undefined) yield* recordErasure();
  return avatar;
}

export function* giveUpPicture(name: string): Script<boolean> {
  const unused = yield* lastQuery(
    'UPDATE weapp_login_store.unused_pictures SET delete_at = $1 WHERE name = $2 RETURNING name',
    atOnce,
    name,
  );
  return unused.length > 0;
}

export function* takeUnusedPictures({
  now,
  limit,
}: {
  now: number;
  limit: number;
}): Script<string[]> {
  const rows = yield* query<{ name: string }>(
    `UPDATE weapp_login_store.unused_pictures SET delete_at = $1 WHERE name IN
       (SELECT name FROM weapp_login_store.unused_pictures WHERE delete_at <= $2 ORDER BY delete_at LIMIT $3)
     RETURNING name`,
    atOnce,
    now,
    limit,
  );
  return rows.map(({ name }) => name);
}

export function* forgetPictures(names: readonly string[]): Script<void> {
  const sql = 'DELETE FROM weapp_login_store.unused_pictures WHERE name = $1';
  yield { queries: names.map((name) => ({ sql, values: [name] })), last: true };
}

/** The store's operations for pictures. */
export const createPictures = (
  engine: Engine,
): Pick<
  Store,
  | 'announcePicture'
  | 'replaceAvatar'
  | 'removeAvatar'
  | 'giveUpPicture'
  | 'takeUnusedPictures'
  | 'forgetPictures'
> => ({
  announcePicture: (name, deleteAt) => engine.write(announcePicture, name, deleteAt),
  replaceAvatar: (userId, name) => engine.write(replaceAvatar, userId, name),
  removeAvatar: (userId) => engine.write(removeAvatar, userId),
  giveUpPicture: (name) => engine.write(giveUpPicture, name),
  takeUnusedPictures: (options) => engine.write(takeUnusedPictures, options),
  forgetPictures: (names) => engine.write(forgetPictures, names),
});

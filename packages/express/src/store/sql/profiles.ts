import type { Profile, ProfileChanges, Store } from '../store.ts';
import { type Engine, query, type Script } from './engine.ts';
import { recordErasure } from './erasures.ts';

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

export function* updateProfile(
  userId: string,
  { nickname, phoneNumber }: ProfileChanges,
): Script<void> {
  if (nickname !== undefined)
    yield* query(
      'UPDATE weapp_login_store.users SET nickname = $1 WHERE id = $2',
      nickname,
      userId,
    );
  if (phoneNumber !== undefined)
    yield* query(
      'UPDATE weapp_login_store.users SET phone_number = $1 WHERE id = $2',
      phoneNumber,
      userId,
    );
}

/** As above, where a member is deleted. */
export function* eraseProfile(userId: string, changes: ProfileChanges): Script<void> {
  yield* updateProfile(userId, changes);
  yield* recordErasure();
}

/** The store's operations for profiles. */
export const createProfiles = (engine: Engine): Pick<Store, 'updateProfile'> => ({
  updateProfile: (userId, changes) =>
    engine.write(
      Object.values(changes).includes(null) ? eraseProfile : updateProfile,
      userId,
      changes,
    ),
});

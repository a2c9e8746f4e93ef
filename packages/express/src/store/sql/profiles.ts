import type { Profile, ProfileChanges, Store } from '../store.ts';
import type { Engine, Script } from './engine.ts';
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
  yield {
    queries: [
      ...(nickname === undefined ? [] : [setMember('nickname', userId, nickname)]),
      ...(phoneNumber === undefined ? [] : [setMember('phone_number', userId, phoneNumber)]),
    ],
  };
}

/** As above, where a member is deleted. */
export function* eraseProfile(userId: string, changes: ProfileChanges): Script<void> {
  yield* updateProfile(userId, changes);
  yield* recordErasure();
}

const setMember = (column: 'nickname' | 'phone_number', userId: string, value: string | null) => ({
  sql: `UPDATE weapp_login_store.users SET ${column} = $1 WHERE id = $2`,
  values: [value, userId],
});

/** The store's operations for profiles. */
export const createProfiles = (engine: Engine): Pick<Store, 'updateProfile'> => ({
  updateProfile: (userId, changes) =>
    engine.write(
      Object.values(changes).includes(null) ? eraseProfile : updateProfile,
      userId,
      changes,
    ),
});

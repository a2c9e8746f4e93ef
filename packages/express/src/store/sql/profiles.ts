import type { Profile, Store } from '../store.ts';
import { type Engine, query, type Script } from './engine.ts';

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
  { nickname, phoneNumber }: Omit<Profile, 'avatar'>,
): Script<void> {
  yield* query(
    `UPDATE users SET nickname = COALESCE($1, nickname), phone_number = COALESCE($2, phone_number)
     WHERE id = $3`,
    nickname ?? null,
    phoneNumber ?? null,
    userId,
  );
}

/** The part of the store that is about what a person said about himself. */
export const createProfiles = (engine: Engine): Pick<Store, 'updateProfile'> => ({
  updateProfile: (userId, changes) => engine.write(updateProfile, userId, changes),
});

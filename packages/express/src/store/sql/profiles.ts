import type { ProfileChanges, Store } from '../store.ts';
import type { Engine, Script } from './engine.ts';
import { recordErasure } from './erasures.ts';

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

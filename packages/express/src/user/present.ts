import { LRUCache } from 'lru-cache';
import type { User } from 'weapp-login';
import { picturePath } from '../file-store/serve-pictures.ts';
import type { StoredUser } from '../store/store.ts';

/** A user as the contract shows one. */
export const presentUser = (user: StoredUser): User => ({
  id: user.id,
  appId: user.appId,
  openid: user.openid,
  ...(user.unionid && { unionid: user.unionid }),
  ...(user.nickname && { nickname: user.nickname }),
  ...(user.avatar && { avatarUrl: picturePath(user.avatar) }),
  ...(user.phoneNumber && { phoneNumber: user.phoneNumber }),
  createdAt: writeOut(user.createdAt),
  lastLoginAt: writeOut(user.lastLoginAt),
});

// Two of these are a twentieth of what a verified request costs, and the same people come again.
const writtenOut = new LRUCache<number, string>({ max: 40_000 });

function writeOut(time: number): string {
  const known = writtenOut.get(time);
  if (known !== undefined) return known;
  const text = new Date(time).toISOString();
  writtenOut.set(time, text);
  return text;
}

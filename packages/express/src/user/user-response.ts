import type { User } from 'weapp-login';
import { toIsoTime } from '../fast/iso-times.ts';
import type { StoredUser } from '../store/store.ts';
import { maskPhoneNumber } from './mask-phone-number.ts';
import { picturePath } from './serve-pictures.ts';

/** Converts a stored user into the contract's user. */
export const toUserResponse = (user: StoredUser): User => ({
  id: user.id,
  appId: user.appId,
  openid: user.openid,
  ...(user.unionid && { unionid: user.unionid }),
  ...(user.nickname && { nickname: user.nickname }),
  ...(user.avatar && { avatarUrl: picturePath(user.avatar) }),
  ...(user.phoneNumber && { phoneNumber: maskPhoneNumber(user.phoneNumber) }),
  createdAt: toIsoTime(user.createdAt),
  lastLoginAt: toIsoTime(user.lastLoginAt),
});

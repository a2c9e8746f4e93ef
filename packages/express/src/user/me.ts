import type { User } from 'weapp-login';
import { toIsoTime } from '../fast/iso-times.ts';
import type { Handler } from '../request/handler.ts';
import type { StoredUser } from '../store/store.ts';
import { maskPhoneNumber } from './mask-phone-number.ts';
import { picturePath } from './serve-pictures.ts';

/** Returns the user of the token. */
export const me: Handler<'me'> = async ({ caller, request }) => ({
  user: toUserResponse(caller.user, request.publicPath),
});

/**
 * Returns a user as the contract shows one.
 * @param publicPath where the router is mounted
 */
export const toUserResponse = (user: StoredUser, publicPath: string): User => ({
  id: user.id,
  appId: user.appId,
  openid: user.openid,
  ...(user.unionid && { unionid: user.unionid }),
  ...(user.nickname && { nickname: user.nickname }),
  ...(user.avatar && { avatarUrl: publicPath + picturePath(user.avatar) }),
  ...(user.phoneNumber && { phoneNumber: maskPhoneNumber(user.phoneNumber) }),
  createdAt: toIsoTime(user.createdAt),
  lastLoginAt: toIsoTime(user.lastLoginAt),
});

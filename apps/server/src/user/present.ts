import type { User } from '@weapp-login/shared';
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
  createdAt: new Date(user.createdAt).toISOString(),
  lastLoginAt: new Date(user.lastLoginAt).toISOString(),
});

import type { User } from '@weapp-login/shared';
import type { StoredUser } from '../store/store.ts';

/** A user as the contract shows one. */
export const presentUser = (user: StoredUser): User => ({
  id: user.id,
  appId: user.appId,
  openid: user.openid,
  ...(user.unionid && { unionid: user.unionid }),
  createdAt: new Date(user.createdAt).toISOString(),
  lastLoginAt: new Date(user.lastLoginAt).toISOString(),
});

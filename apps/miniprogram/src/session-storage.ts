import type { LoginResponse } from '@weapp-login/shared';
import { isLoginResponse } from './answers.ts';

/** Where a session outlives the mini program's run. */
export interface SessionStorage {
  read(): LoginResponse | undefined;
  write(session: LoginResponse): void;
  clear(): void;
}

/**
 * Keeps the session in the storage of the mini program, under a key of its own for each server: a token is shown to
 * nobody but the server that issued it.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/ability/storage.html
 */
export function createSessionStorage(options: {
  wx: Pick<WechatMiniprogram.Wx, 'getStorageSync' | 'setStorageSync' | 'removeStorageSync'>;
  baseUrl: string | undefined;
}): SessionStorage {
  const { wx, baseUrl } = options;
  const key = `session ${baseUrl}`;
  return {
    read() {
      try {
        const stored: unknown = wx.getStorageSync(key);
        return isLoginResponse(stored) ? stored : undefined;
      } catch {
        return undefined;
      }
    },
    write(session) {
      try {
        wx.setStorageSync(key, session);
      } catch {
        // Storage is full or broken. The session then lasts for this run, which beats not being logged in at all.
      }
    },
    clear() {
      wx.removeStorageSync(key);
    },
  };
}

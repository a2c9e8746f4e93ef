import { isLoginResponse } from '../client/response-checks.ts';
import type { SessionStorage } from '../client/session.ts';
import { readWx } from './call-wx.ts';
import type { WxHost } from './wx-host.ts';

/** Stands where a session was. */
const loggedOut = 'logged-out';

/**
 * Keeps the session in the storage of the mini program, under a key of its own for each server: a token is shown only to
 * the server that issued it. Storage may be full or broken. A session that can't be written lasts for this run; one that
 * can't be overwritten is removed, or else a file says that it is over; and where storage can forget nothing at all,
 * nothing that it holds is used.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/ability/storage.html
 * https://developers.weixin.qq.com/miniprogram/dev/framework/ability/file-system.html
 */
export function createWxStorage(options: {
  wx: Pick<
    WxHost,
    'getStorageSync' | 'setStorageSync' | 'removeStorageSync' | 'getFileSystemManager' | 'env'
  >;
  baseUrl: string | undefined;
}): SessionStorage {
  const { wx, baseUrl } = options;
  const key = `session ${baseUrl}`;
  const succeeds = (task: () => unknown) =>
    readWx(() => {
      task();
      return true;
    }) === true;

  /** Whether storage holds no session, as far as it can be read. */
  const isEmpty = () =>
    succeeds(() => {
      if (isLoginResponse(wx.getStorageSync(key))) throw new Error();
    });
  const canForget = () =>
    succeeds(() => wx.removeStorageSync('probe')) || succeeds(() => wx.setStorageSync('probe', ''));

  /** Stands for a log-out that storage did not take. */
  const marker = () => `${wx.env.USER_DATA_PATH}/${encodeURIComponent(key)}`;
  let marked = succeeds(() => wx.getFileSystemManager().accessSync(marker()));
  const unmark = () => {
    if (marked) marked = !succeeds(() => wx.getFileSystemManager().unlinkSync(marker()));
  };

  function clear(): void {
    succeeds(() => wx.setStorageSync(key, loggedOut));
    if (!isEmpty()) succeeds(() => wx.removeStorageSync(key));
    if (isEmpty()) unmark();
    else marked = succeeds(() => wx.getFileSystemManager().writeFileSync(marker(), '', 'utf8'));
  }

  return {
    read() {
      if (marked) {
        clear();
        return loggedOut;
      }
      const stored: unknown = readWx(() => wx.getStorageSync(key));
      if (stored !== loggedOut && !isLoginResponse(stored)) return undefined;
      return canForget() ? stored : undefined;
    },
    write(session) {
      if (succeeds(() => wx.setStorageSync(key, session))) unmark();
    },
    clear,
  };
}

import { ClientFailure, failureOfErrno } from './failure.ts';

/** WeChat allows a person four calls of wx.login a second; at this distance there are never more than three. */
const spacing = 350;
const timeout = 8_000;

/** Asks WeChat for a code. Rejects with a {@link ClientFailure}. */
export type WxLogin = () => Promise<string>;

/**
 * wx.login as a promise, its calls kept apart from each other.
 * https://developers.weixin.qq.com/miniprogram/dev/api/open-api/login/wx.login.html
 * @param options.sleep resolves after that many milliseconds
 */
export function createWxLogin(options: {
  wx: { login(option: WechatMiniprogram.LoginOption): unknown };
  sleep: (milliseconds: number) => Promise<void>;
}): WxLogin {
  let free = Promise.resolve();
  return () => {
    const turn = free;
    free = turn.then(() => options.sleep(spacing));
    return turn.then(() => codeOf(options.wx));
  };
}

const codeOf = (wx: { login(option: WechatMiniprogram.LoginOption): unknown }): Promise<string> =>
  new Promise((resolve, reject) => {
    wx.login({
      timeout,
      success: ({ code }) => (code ? resolve(code) : reject(new ClientFailure('login-failed'))),
      fail: ({ errno }) => reject(failureOfErrno(errno, 'login-failed')),
    });
  });

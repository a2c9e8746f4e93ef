import { failureOfHost, type HostError } from './failure.ts';
import { waitForHost } from './host.ts';

/** WeChat allows a person four calls of wx.login a second; at this distance there are never more than three. */
const spacing = 350;
const timeout = 8_000;
/** Timeout of a wx.login that never calls back, so that the next tap is free. */
const patience = 10_000;

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

async function codeOf(wx: {
  login(option: WechatMiniprogram.LoginOption): unknown;
}): Promise<string> {
  const { code, ...rest } = await waitForHost<WechatMiniprogram.LoginSuccessCallbackResult>(
    patience,
    (success, fail) => wx.login({ timeout, success, fail }),
    notGiven,
  );
  if (!code) throw notGiven(rest);
  return code;
}

const notGiven = (error: HostError) => failureOfHost(error, 'login-failed');

import { waitForWx } from './call-wx.ts';
import { failureOfWx, type WxError } from './wx-error.ts';
import type { WxHost } from './wx-host.ts';

/** WeChat allows a person four calls of wx.login a second; at this distance there are never more than three. */
const spacingMs = 350;
const timeoutMs = 8_000;
/** Timeout of a wx.login that never calls back, so that the next tap is free. */
const patienceMs = 10_000;

/** Asks WeChat for a code. Rejects with a {@link ClientFailure}. */
export type WxLogin = () => Promise<string>;

/**
 * wx.login as a promise, its calls kept apart from each other.
 * https://developers.weixin.qq.com/miniprogram/dev/api/open-api/login/wx.login.html
 * @param options.sleep resolves after that many milliseconds
 */
export function createWxLogin(options: {
  wx: Pick<WxHost, 'login'>;
  sleep: (ms: number) => Promise<void>;
}): WxLogin {
  let free = Promise.resolve();
  return () => {
    const turn = free;
    free = turn.then(() => options.sleep(spacingMs));
    return turn.then(() => codeOf(options.wx));
  };
}

async function codeOf(wx: Pick<WxHost, 'login'>): Promise<string> {
  const { code, ...rest } = await waitForWx<{ code: string }>(
    patienceMs,
    (success, fail) => wx.login({ timeout: timeoutMs, success, fail }),
    notGiven,
  );
  if (!code) throw notGiven(rest);
  return code;
}

const notGiven = (error: WxError) => failureOfWx(error, 'login-failed');

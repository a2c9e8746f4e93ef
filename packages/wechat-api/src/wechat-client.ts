import type { AccessToken, AccessTokenCache } from './access-token/cache.ts';
import type { ConvertedOpenid } from './change-openid.ts';
import type { CallObserver } from './circuit-breaker/protected-call.ts';
import type { WechatIdentity } from './code2session.ts';
import type { PhoneNumber } from './phone-number.ts';

export interface WechatClientOptions {
  appId: string;
  appSecret: string;
  /** Default: https://api.weixin.qq.com. */
  baseUrl?: string | undefined;
  /** An HTTP proxy for every call. It tunnels TLS, so it sees only the host name. Default: none. */
  proxyUrl?: string | undefined;
  /** Milliseconds for DNS, TCP and TLS together. Default: 2,000. */
  connectTimeoutMs?: number | undefined;
  /** Milliseconds for a whole call, including a retry. Default: 5,000. */
  totalTimeoutMs?: number | undefined;
  /** Concurrent calls of one endpoint. Default: 1,000. */
  maxConcurrentCalls?: number | undefined;
  /** Milliseconds that an open circuit breaker waits before a trial call. Default: 10,000. */
  halfOpenAfterMs?: number | undefined;
  /** Receives the outcome of each call and each change of a circuit breaker. */
  observer?: CallObserver | undefined;
  /** Where the access_token is kept. Default: in memory. */
  accessTokenCache?: AccessTokenCache | undefined;
  /** Returns milliseconds since 1970, to know when an access_token expires. Default: Date.now. */
  now?: (() => number) | undefined;
  /** Returns a number from 0 up to 1, for the jitter of the pause before a retry. Default: Math.random. */
  random?: (() => number) | undefined;
  /** Resolves after that many milliseconds; rejects when the signal aborts. Default: a timer. */
  sleep?: ((ms: number, signal: AbortSignal) => Promise<void>) | undefined;
}

export interface WechatClient {
  /**
   * Exchanges a code of wx.login for the person's openid and session_key. A code works once, so the call is retried only
   * if WeChat can't have processed it. See
   * https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session.html
   * @param input.signal aborts the call, which then fails as `unreachable` with the reason `aborted`
   * @throws {WechatError} of any kind
   */
  code2Session(input: { code: string; signal?: AbortSignal }): Promise<WechatIdentity>;

  /**
   * Returns the app's access_token, which the calls below fetch by themselves. It comes from the cache until its last
   * five minutes; then WeChat returns the same new one to every caller. See
   * https://developers.weixin.qq.com/miniprogram/dev/server/API/mp-access-token/api_getstableaccesstoken.html
   * @param input.forceRefresh revokes the current token everywhere, in case it has leaked; WeChat allows this 20 times a
   * day, at least 30 seconds apart
   * @throws {WechatError} rejected with 40164 if the IP address of this machine is not on the app's whitelist
   */
  getStableAccessToken(input?: { forceRefresh?: boolean }): Promise<AccessToken>;

  /**
   * Exchanges a code of the getPhoneNumber button (not of wx.login) for the phone number. The code works once, within
   * five minutes, and WeChat charges for it. See
   * https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/phone-number/api_getphonenumber.html
   * @param input.openid the person that the code must belong to, if given
   * @throws {WechatError} rejected with 40029 for a code that is wrong, used or expired, 40013 for one of another app
   */
  getPhoneNumber(input: {
    code: string;
    openid?: string;
    signal?: AbortSignal;
  }): Promise<PhoneNumber>;

  /**
   * Converts openids of an app whose people have moved to this one (账号迁移), at most 100 in one call. WeChat documents it
   * for official accounts, from the approval of the move until 15 days after it. See
   * https://developers.weixin.qq.com/doc/service/api/usermanage/changeopenid/api_changeopenid.html
   * @throws {WechatError} rejected with 63178 if that app has not moved to this one
   */
  convertOpenids(input: {
    fromAppId: string;
    openids: readonly string[];
    signal?: AbortSignal;
  }): Promise<ConvertedOpenid[]>;

  /**
   * Returns whether this is still the person's session_key: false once a later login has replaced it, or it has expired.
   * See https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_checksessionkey.html
   * @throws {WechatError} of any kind, for every other refusal
   */
  checkSessionKey(input: {
    openid: string;
    sessionKey: string;
    signal?: AbortSignal;
  }): Promise<boolean>;

  /**
   * Replaces the person's session_key; the new one expires when the old one would have. See
   * https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_resetusersessionkey.html
   * @throws {WechatError} rejected with 87007 if there is no session_key any more, 87009 if this is not the current one
   */
  resetUserSessionKey(input: {
    openid: string;
    sessionKey: string;
    signal?: AbortSignal;
  }): Promise<{ sessionKey: string }>;
}

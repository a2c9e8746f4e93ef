import type { AccessToken, AccessTokenCache } from './access-token/cache.ts';
import type { WechatIdentity } from './code2session.ts';
import type { CallObserver } from './guard/guarded-call.ts';
import type { PhoneNumber } from './phone-number.ts';

export interface WechatClientOptions {
  appId: string;
  appSecret: string;
  /** https://api.weixin.qq.com, or what stands for it. */
  baseUrl: string;
  /** An HTTP proxy for every call. It sees the name of WeChat's server only, for it tunnels TLS. Default: none. */
  proxyUrl?: string | undefined;
  /** Milliseconds until a connection must be ready to carry a request. Default 2,000. */
  connectTimeoutMs?: number | undefined;
  /** Milliseconds for a whole call, a second attempt included. Default 5,000. */
  totalTimeoutMs?: number | undefined;
  /** Calls of one endpoint at the same time. Default 1,000. */
  mostAtOnce?: number | undefined;
  /** Milliseconds that the circuit breaker of an endpoint stays open before WeChat is tried again. Default 10,000. */
  breakMs?: number | undefined;
  /** Is told how each call ends and how the breakers stand. */
  observer?: CallObserver | undefined;
  /** Where the access_token is kept. Default: in the memory of this process. */
  accessTokenCache?: AccessTokenCache | undefined;
  /** Milliseconds since 1970; it tells when an access_token has to be renewed. */
  now: () => number;
  /** A number from 0 up to 1, as Math.random; it spreads the pause before a second attempt. */
  random: () => number;
  /** Resolves after that many milliseconds, and rejects when the signal aborts. */
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

export interface WechatClient {
  /**
   * Exchanges a code of wx.login for the person's openid and session_key. A code works once, so this is repeated only
   * where WeChat can't have spent it. Follows
   * https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session.html
   * @param input.signal gives the call up, which then fails as `unreachable`, `aborted`
   * @throws {WechatError} in each of its three kinds
   */
  code2Session(input: { code: string; signal?: AbortSignal }): Promise<WechatIdentity>;

  /**
   * The app's access_token, which the other calls below fetch by themselves. It comes from the cache until its last
   * five minutes; then WeChat hands the same new one to all who ask. Follows
   * https://developers.weixin.qq.com/miniprogram/dev/server/API/mp-access-token/api_getstableaccesstoken.html
   * @param input.forceRefresh kills the token in use everywhere, for when it has leaked; WeChat does it twenty times a
   * day, at least 30 seconds apart
   * @throws {WechatError} rejected with 40164 where the IP address of this machine is not on the app's whitelist
   */
  getStableAccessToken(input?: { forceRefresh?: boolean }): Promise<AccessToken>;

  /**
   * Exchanges a code of the getPhoneNumber button, which is none of wx.login, for the phone number. The code works
   * once within five minutes, and WeChat charges for it. Follows
   * https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/phone-number/api_getphonenumber.html
   * @param input.openid whose code it has to be, if given
   * @throws {WechatError} rejected with 40029 for a code that is wrong, used or too old, 40013 for one of another app
   */
  getPhoneNumber(input: {
    code: string;
    openid?: string;
    signal?: AbortSignal;
  }): Promise<PhoneNumber>;

  /**
   * Whether this is still the person's session_key: false once a later login has replaced it, or it has expired.
   * Follows https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_checksessionkey.html
   * @throws {WechatError} in each of its three kinds, for every other refusal
   */
  checkSessionKey(input: {
    openid: string;
    sessionKey: string;
    signal?: AbortSignal;
  }): Promise<boolean>;

  /**
   * Replaces the person's session_key, which lives no longer than the one before would have. Follows
   * https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_resetusersessionkey.html
   * @throws {WechatError} rejected with 87007 where no session_key is left, 87009 where this is not the current one
   */
  resetUserSessionKey(input: {
    openid: string;
    sessionKey: string;
    signal?: AbortSignal;
  }): Promise<{ sessionKey: string }>;
}

import { createCall } from './call.ts';
import { code2SessionSchema, type WechatIdentity } from './code2session.ts';
import { createTransport } from './transport.ts';

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
  /** A number from 0 up to 1, as Math.random; it spreads the pause before a second attempt. */
  random: () => number;
  /** Resolves after that many milliseconds, and rejects when the signal aborts. */
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

export interface WechatClient {
  /**
   * Exchanges a code of wx.login for the person's openid and session_key. A code works once, so this is repeated only
   * where WeChat can't have spent it. Follows
   * https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-login/code2Session.html
   * @param input.signal gives the call up, which then fails as `unreachable`, `aborted`
   * @throws {WechatError} in each of its three kinds
   */
  code2Session(input: { code: string; signal?: AbortSignal }): Promise<WechatIdentity>;
}

/** A client of WeChat's server API for one mini program. It keeps its connections open between calls. */
export function createWechatClient(options: WechatClientOptions): WechatClient {
  const { appId, appSecret, baseUrl, proxyUrl, random, sleep } = options;
  const { connectTimeoutMs = 2_000, totalTimeoutMs = 5_000 } = options;
  const transport = createTransport({ baseUrl, connectTimeoutMs, proxyUrl });
  const call = createCall({ transport, totalTimeoutMs, random, sleep });

  return {
    code2Session: ({ code, signal }) =>
      call({
        endpoint: 'code2Session',
        path: '/sns/jscode2session',
        query: { appid: appId, secret: appSecret, js_code: code, grant_type: 'authorization_code' },
        secrets: [appSecret, code],
        schema: code2SessionSchema,
        signal,
      }),
  };
}

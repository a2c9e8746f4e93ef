import { setTimeout as sleepMs } from 'node:timers/promises';
import { createAccessTokens } from './access-token/access-tokens.ts';
import { createAuthorizedCall } from './access-token/authorized-call.ts';
import { createMemoryCache } from './access-token/cache.ts';
import { createStableTokenFetch } from './access-token/stable-token.ts';
import { createApiCall } from './api-call.ts';
import { changeOpenidSchema } from './change-openid.ts';
import { createProtectedCall } from './circuit-breaker/protected-call.ts';
import { code2SessionSchema } from './code2session.ts';
import { phoneNumberSchema } from './phone-number.ts';
import {
  checkSessionKeySchema,
  falseIfStale,
  proveSessionKey,
  resetSessionKeySchema,
} from './session-key.ts';
import { createTransport } from './transport.ts';
import type { WechatClient, WechatClientOptions } from './wechat-client.ts';

const wechatUrl = 'https://api.weixin.qq.com';

const sleepFor = (ms: number, signal: AbortSignal): Promise<void> =>
  sleepMs(ms, undefined, { signal });

/**
 * Creates a client of WeChat's server API for one mini program. It keeps connections open between calls. If WeChat
 * refuses the access_token of a call, a new one is fetched and the call retried once, so a call can take up to four times
 * `totalTimeoutMs`.
 * @example
 * const wechat = createWechatClient({ appId: 'wx0000000000000001', appSecret: '…' });
 * const { openid, sessionKey, unionid } = await wechat.code2Session({ code });
 */
export function createWechatClient(options: WechatClientOptions): WechatClient {
  const { appId, appSecret, baseUrl = wechatUrl, proxyUrl } = options;
  const { now = Date.now, random = Math.random, sleep = sleepFor } = options;
  const { connectTimeoutMs = 2_000, totalTimeoutMs = 5_000 } = options;
  const { maxConcurrentCalls = 1_000, halfOpenAfterMs = 10_000, observer } = options;
  const { accessTokenCache: cache = createMemoryCache() } = options;
  const transport = createTransport({ baseUrl, connectTimeoutMs, proxyUrl });
  const call = createProtectedCall({
    call: createApiCall({ transport, totalTimeoutMs, random, sleep }),
    maxConcurrentCalls,
    halfOpenAfterMs,
    now,
    observer,
  });
  const fetchToken = createStableTokenFetch({ call, appId, appSecret, now });
  const accessTokens = createAccessTokens({ appId, cache, fetchToken, now });
  const authorizedCall = createAuthorizedCall({ call, accessTokens });

  return {
    code2Session: ({ code, signal }) =>
      call({
        endpoint: 'code2Session',
        path: '/sns/jscode2session',
        query: { appid: appId, secret: appSecret, js_code: code, grant_type: 'authorization_code' },
        secrets: [appSecret, code],
        schema: code2SessionSchema,
        idempotent: false,
        signal,
      }),
    getStableAccessToken: ({ forceRefresh = false } = {}) =>
      forceRefresh ? accessTokens.refresh() : accessTokens.current(),
    getPhoneNumber: ({ code, openid, signal }) =>
      authorizedCall({
        endpoint: 'getPhoneNumber',
        path: '/wxa/business/getuserphonenumber',
        query: {},
        body: { code, openid },
        secrets: [code],
        schema: phoneNumberSchema,
        idempotent: false,
        signal,
      }),
    convertOpenids: ({ fromAppId, openids, signal }) =>
      authorizedCall({
        endpoint: 'changeopenid',
        path: '/cgi-bin/changeopenid',
        query: {},
        body: { from_appid: fromAppId, openid_list: openids },
        secrets: [],
        schema: changeOpenidSchema,
        idempotent: true,
        signal,
      }),
    checkSessionKey: ({ signal, ...key }) =>
      authorizedCall({
        endpoint: 'checkSessionKey',
        path: '/wxa/checksession',
        ...proveSessionKey(key),
        schema: checkSessionKeySchema,
        idempotent: true,
        signal,
      }).catch(falseIfStale),
    resetUserSessionKey: ({ signal, ...key }) =>
      authorizedCall({
        endpoint: 'resetUserSessionKey',
        path: '/wxa/resetusersessionkey',
        ...proveSessionKey(key),
        schema: resetSessionKeySchema,
        idempotent: false,
        signal,
      }),
  };
}

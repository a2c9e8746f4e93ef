import { createAccessTokens } from './access-token/access-tokens.ts';
import { createAuthorizedCall } from './access-token/authorized-call.ts';
import { createMemoryCache } from './access-token/cache.ts';
import { createStableTokenFetch } from './access-token/stable-token.ts';
import { createCall } from './call.ts';
import { code2SessionSchema } from './code2session.ts';
import { createGuardedCall } from './guard/guarded-call.ts';
import { phoneNumberSchema } from './phone-number.ts';
import {
  checkSessionKeySchema,
  falseIfStale,
  proveSessionKey,
  resetSessionKeySchema,
} from './session-key.ts';
import { createTransport } from './transport.ts';
import type { WechatClient, WechatClientOptions } from './wechat-client.ts';

/**
 * A client of WeChat's server API for one mini program. It keeps its connections open between calls. Where a call needs
 * an access_token and WeChat refuses the one at hand, another is fetched and the call repeated once, so that up to four
 * times `totalTimeoutMs` may pass.
 */
export function createWechatClient(options: WechatClientOptions): WechatClient {
  const { appId, appSecret, baseUrl, proxyUrl, now, random, sleep } = options;
  const { connectTimeoutMs = 2_000, totalTimeoutMs = 5_000 } = options;
  const { mostAtOnce = 1_000, breakMs = 10_000, observer } = options;
  const { accessTokenCache: cache = createMemoryCache() } = options;
  const transport = createTransport({ baseUrl, connectTimeoutMs, proxyUrl });
  const call = createGuardedCall({
    call: createCall({ transport, totalTimeoutMs, random, sleep }),
    mostAtOnce,
    breakMs,
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
        actsOnce: true,
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
        actsOnce: true,
        signal,
      }),
    checkSessionKey: ({ signal, ...key }) =>
      authorizedCall({
        endpoint: 'checkSessionKey',
        path: '/wxa/checksession',
        ...proveSessionKey(key),
        schema: checkSessionKeySchema,
        actsOnce: false,
        signal,
      }).catch(falseIfStale),
    resetUserSessionKey: ({ signal, ...key }) =>
      authorizedCall({
        endpoint: 'resetUserSessionKey',
        path: '/wxa/resetusersessionkey',
        ...proveSessionKey(key),
        schema: resetSessionKeySchema,
        actsOnce: true,
        signal,
      }),
  };
}

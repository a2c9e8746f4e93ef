import type { AccessToken, AccessTokenCache } from './cache.ts';
import type { FetchStableToken } from './stable-token.ts';

/** WeChat issues a new token once the current one has less than this left; both are then valid. */
const renewalMs = 5 * 60 * 1000;

export interface AccessTokens {
  current(): Promise<AccessToken>;
  /** Returns another token than the refused one, if WeChat issues one. */
  replace(refused: string): Promise<AccessToken>;
  /** Makes WeChat revoke the current token, and keeps the new one. */
  refresh(): Promise<AccessToken>;
}

/** Creates the access_token of one app. Concurrent calls share one cache lookup and one fetch. */
export function createAccessTokens(options: {
  appId: string;
  cache: AccessTokenCache;
  fetchToken: FetchStableToken;
  now: () => number;
}): AccessTokens {
  const { appId, cache, fetchToken, now } = options;
  const lookups = new Map<string | undefined, Promise<AccessToken>>();

  async function fetchAndKeep(forceRefresh: boolean): Promise<AccessToken> {
    const token = await fetchToken({ forceRefresh });
    await cache.set(appId, token).catch(() => undefined);
    return token;
  }

  async function find(refused: string | undefined): Promise<AccessToken> {
    const kept = await cache.get(appId).catch(() => undefined);
    if (kept && kept.accessToken !== refused && kept.expiresAt - now() >= renewalMs) return kept;
    return fetchAndKeep(false);
  }

  function lookUp(refused?: string): Promise<AccessToken> {
    const lookup = lookups.get(refused) ?? find(refused).finally(() => lookups.delete(refused));
    lookups.set(refused, lookup);
    return lookup;
  }

  return { current: () => lookUp(), replace: lookUp, refresh: () => fetchAndKeep(true) };
}

import type { AccessToken, AccessTokenCache } from './cache.ts';
import type { FetchStableToken } from './stable-token.ts';

/**
 * WeChat replaces a token with less than this left, and lets it live on beside its successor. Asking again from then
 * on leaves all of that time for the change.
 */
const renewalMs = 5 * 60 * 1000;

export interface AccessTokens {
  current(): Promise<AccessToken>;
  /** Another token than the one that WeChat refused, as far as WeChat has one. */
  replace(refused: string): Promise<AccessToken>;
  /** Makes WeChat kill the token that it hands out, and keeps the new one. */
  refresh(): Promise<AccessToken>;
}

/** The access_token of one app. Calls at the same time share one look into the cache and one fetch. */
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

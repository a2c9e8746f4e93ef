/** WeChat's credential for the app. It is a secret. */
export interface AccessToken {
  /** Up to 512 characters. */
  accessToken: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

/**
 * Where the access_token of an app is kept between calls. Several processes can share one, so that only one of them
 * fetches. It needs no lock, because WeChat returns the same token to all. If it rejects, the token is fetched from
 * WeChat.
 */
export interface AccessTokenCache {
  /** Returns the token that was stored last, however old. */
  get(appId: string): Promise<AccessToken | undefined>;
  /** Stores the token in place of the previous one. */
  set(appId: string, token: AccessToken): Promise<void>;
}

/** Creates a cache in memory. */
export function createMemoryCache(): AccessTokenCache {
  const tokens = new Map<string, AccessToken>();
  return {
    get: async (appId) => tokens.get(appId),
    set: async (appId, token) => void tokens.set(appId, token),
  };
}

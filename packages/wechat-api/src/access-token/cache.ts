/** WeChat's credential of the app. It is a secret. */
export interface AccessToken {
  /** Up to 512 characters. */
  accessToken: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

/**
 * Where the access_token of an app is kept between calls. One that several processes share spares each of them its own
 * fetch. It need not be locked: WeChat hands everyone the same token. Where it rejects, the token is fetched from
 * WeChat, so that no call depends on it.
 */
export interface AccessTokenCache {
  /** The token that was kept last, however old. */
  get(appId: string): Promise<AccessToken | undefined>;
  /** Keeps the token in place of the one before. */
  set(appId: string, token: AccessToken): Promise<void>;
}

/** Keeps tokens for as long as the process lives. */
export function createMemoryCache(): AccessTokenCache {
  const tokens = new Map<string, AccessToken>();
  return {
    get: async (appId) => tokens.get(appId),
    set: async (appId, token) => void tokens.set(appId, token),
  };
}

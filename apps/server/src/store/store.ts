/** A session as the store keeps it. Times are milliseconds since 1970. */
export interface StoredSession {
  /** SHA-256 of the token, base64url. The token itself is kept nowhere. */
  tokenHash: string;
  createdAt: number;
  lastSeenAt: number;
  /** From this moment on the session does not exist. */
  expiresAt: number;
}

/** A person, seen through the account of one AppID. Times are milliseconds since 1970. */
export interface StoredUser {
  id: string;
  appId: string;
  openid: string;
  unionid?: string;
  createdAt: number;
  lastLoginAt: number;
}

/** A login that WeChat has vouched for. */
export interface LoginRecord {
  appId: string;
  openid: string;
  unionid?: string;
  sessionKey: string;
  /** The id of the user to make, if this account is new. */
  newUserId: string;
  /** Milliseconds since 1970. */
  now: number;
  session: StoredSession;
}

/** What is kept between requests. One operation a use case, so that each is one transaction where there are any. */
export interface Store {
  /**
   * Finds or makes the account (appId, openid) and its user, keeps its newest session_key and the unionid where one
   * came, and opens the session: all of it or nothing.
   */
  recordLogin(login: LoginRecord): Promise<StoredUser>;
  /** The session of that token and whose it is, unless it has expired. */
  findSession(
    tokenHash: string,
    now: number,
  ): Promise<{ session: StoredSession; user: StoredUser } | undefined>;
  /** Writes down that the session was used. Does nothing if it is gone. */
  touchSession(
    tokenHash: string,
    seen: Pick<StoredSession, 'lastSeenAt' | 'expiresAt'>,
  ): Promise<void>;
  /** Ends the session. Does nothing if it is gone. */
  deleteSession(tokenHash: string): Promise<void>;
  /** Rejects while the store can't do its work. */
  check(): Promise<void>;
}

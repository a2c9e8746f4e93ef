/** A stored session. Times are milliseconds since 1970. */
export interface StoredSession {
  /** SHA-256 of the token, base64url. The token itself is not stored. */
  tokenHash: string;
  /** The id by which its owner ends it from another device. Not a credential. */
  id: string;
  /** The device type shown to its owner, if known. */
  device?: string;
  createdAt: number;
  lastSeenAt: number;
  /** The session doesn't exist from this time on. */
  expiresAt: number;
}

/** A session in its owner's list. */
export type ListedSession = Omit<StoredSession, 'tokenHash'>;

/** The end of a page of sessions; the next page begins after it. */
export type SessionPosition = Pick<StoredSession, 'lastSeenAt' | 'id'>;

/** A user's profile, shared by all AppIDs. */
export interface Profile {
  nickname?: string;
  /** The file name of the picture. */
  avatar?: string;
  phoneNumber?: string;
}

/** Changes of a profile: a member that is null is deleted, one that is absent stays. */
export type ProfileChanges = {
  [Name in 'nickname' | 'phoneNumber']?: string | null;
};

/** Everything that is kept of a person but sessions. Times are milliseconds since 1970. */
export interface ExportedUser extends Profile {
  id: string;
  createdAt: number;
  accounts: (AccountKey & {
    unionid?: string;
    lastLoginAt: number;
    sessionKeyIssuedAt: number;
  })[];
  /** Rows of the app's own tables, by the names that the app gave them. */
  own?: Record<string, Record<string, unknown>[]>;
}

/** Why an account was not moved: `other-user` already has an account there, or `gone`, it no longer exists. */
export type MoveOutcome = 'moved' | 'other-user' | 'gone';

/** Why two users are not made one. */
export type JoinRefusal =
  | 'same-user'
  | 'no-such-user'
  | 'same-app'
  | 'two-unionids'
  | 'two-phone-numbers';

/** What a message of WeChat's deletes of the person who has an account. */
export interface ConsentChange extends AccountKey {
  /** 32 bytes that tell the message from others, base64url. */
  messageId: string;
  /** Milliseconds since 1970. */
  receivedAt: number;
  remove: readonly ('nickname' | 'avatar' | 'phoneNumber')[] | 'user';
}

/** A user with the account of one AppID. Times are milliseconds since 1970. */
export interface StoredUser extends Profile {
  id: string;
  appId: string;
  openid: string;
  unionid?: string;
  createdAt: number;
  lastLoginAt: number;
}

/** An account's primary key. */
export interface AccountKey {
  appId: string;
  openid: string;
}

/** An encrypted session_key with the id of its key. */
export interface SealedSessionKey {
  keyId: string;
  sealed: Uint8Array;
}

/** The maximum of sessions a login ends: small enough not to slow it down. */
export const endedByLogin = 50;

/** A login verified by WeChat. */
export interface LoginRecord extends AccountKey {
  unionid?: string;
  sessionKey: SealedSessionKey;
  /** The unused id for the user to create, if this is a new one. */
  newUserId: string;
  /** Milliseconds since 1970. */
  now: number;
  session: StoredSession;
  /** The maximum of open sessions, including this one; the least recently used are ended. Default: unlimited. */
  sessionLimit?: number;
  /** Join the user with the one who has the unionid already, as `joinUsers` does. Default: both stay. */
  joinByUnionid?: boolean;
  /** The attempt that this login completes, if it can be retried. */
  attempt?: { id: string; sealedToken: Uint8Array };
}

/** A login attempt claimed by some process. */
export interface LoginAttempt {
  /** Milliseconds since 1970. */
  startedAt: number;
  /** Set once it succeeded. */
  sealedToken?: Uint8Array;
  /** Set once it failed: the response, in login/'s format. */
  failure?: string;
}

/**
 * The persistent state. One operation per use case, each atomic, and durable once its promise resolves.
 * Every method rejects with StoreUnavailable during an outage.
 */
export interface Store {
  /**
   * Finds or creates the account (appId, openid) and its user, stores its newest session_key and the unionid if
   * present, opens the session and completes the attempt. A new account with a known unionid belongs to the same user.
   * `unionidOwner` is another user who already has the unionid, if this account has its own user: both are kept, unless
   * they are to be joined (`joinByUnionid`). `joinRefusal` says why they were not, `joinedFrom` which user became part of
   * `user`.
   * Up to {@link endedByLogin} sessions over the limit end in the same transaction; with `overSessionLimit`,
   * more may remain for `deleteOldestSessions`.
   */
  recordLogin(login: LoginRecord): Promise<{
    user: StoredUser;
    unionidOwner?: string;
    joinRefusal?: JoinRefusal;
    joinedFrom?: string;
    overSessionLimit?: true;
  }>;

  /** Returns the session of a token and its user, unless it has expired. */
  findSession(
    tokenHash: string,
    now: number,
  ): Promise<{ session: StoredSession; user: StoredUser } | undefined>;
  /** Records that the session was used. Does nothing if it doesn't exist. */
  touchSession(
    tokenHash: string,
    seen: Pick<StoredSession, 'lastSeenAt' | 'expiresAt'>,
  ): Promise<void>;
  /** Ends the session. Does nothing if it doesn't exist. */
  deleteSession(tokenHash: string): Promise<void>;
  /** Returns a page of the user's open sessions in all AppIDs, most recently used first. */
  listSessions(
    userId: string,
    page: { now: number; after?: SessionPosition; limit: number },
  ): Promise<ListedSession[]>;
  /** Counts the open sessions by reading them all. */
  countSessions(now: number): Promise<number>;
  /** Ends one or all of the user's sessions. */
  deleteSessionsOf(userId: string, sessionId?: string): Promise<void>;
  /**
   * Ends the user's least recently used sessions except the `keep` newest, at most `limit` per call.
   * @returns the number of ended sessions
   */
  deleteOldestSessions(userId: string, range: { keep: number; limit: number }): Promise<number>;

  /** Replaces the given members and keeps the others. Does nothing if the user doesn't exist. */
  updateProfile(userId: string, changes: ProfileChanges): Promise<void>;

  /**
   * Records a picture before it is written to the file store, so that its file is known whatever
   * happens. Unless a user has it by `deleteAt` (milliseconds since 1970), the sweep deletes it.
   */
  announcePicture(name: string, deleteAt: number): Promise<void>;
  /**
   * Assigns an announced picture to the user and resolves with the one it replaces: of several concurrent
   * calls, each replaces another. The sweep deletes the replaced one, unless its file is deleted earlier. Resolves with
   * undefined and changes nothing if the picture was given up or the user doesn't exist.
   */
  replaceAvatar(userId: string, name: string): Promise<{ replaced?: string } | undefined>;
  /** Removes the user's picture and resolves with its name, or undefined. The sweep deletes its file. */
  removeAvatar(userId: string): Promise<string | undefined>;
  /** Gives up the picture: no user can get it any more. Returns false if a user has it or it doesn't exist. */
  giveUpPicture(name: string): Promise<boolean>;
  /** Gives up at most `limit` pictures whose `deleteAt` has passed. Resolves with their names. */
  takeUnusedPictures(options: { now: number; limit: number }): Promise<string[]>;
  /** Removes the records of pictures whose files are deleted. */
  forgetPictures(names: readonly string[]): Promise<void>;

  /** Everything that is kept of the person but sessions; undefined if there is no such user. */
  exportUser(userId: string): Promise<ExportedUser | undefined>;
  /**
   * Deletes the person: the user with all accounts, sessions, attempts and the profile. Resolves with the name of the
   * picture, which is then for the sweep unless its file is deleted before; undefined if there is no such user.
   */
  deleteUser(userId: string): Promise<{ avatar?: string } | undefined>;
  /** Openids of an AppID in order, beginning behind `after`. */
  listOpenids(appId: string, page: { after: string; limit: number }): Promise<string[]>;
  /** Gives accounts another AppID and openid, their sessions too. All or nothing, with an outcome for each. */
  moveAccounts(moves: readonly { from: AccountKey; to: AccountKey }[]): Promise<MoveOutcome[]>;
  /**
   * Makes one user of two who are one person: accounts, sessions and unionids of `fromId` become those of `intoId`. Of the
   * profile, each part of `intoId` stays, and a part that is missing there comes from `fromId`; the earlier first login
   * counts. Changes nothing, and resolves with the reason, where that they are one is not certain.
   */
  joinUsers(fromId: string, intoId: string): Promise<'joined' | JoinRefusal>;
  /**
   * Carries out what WeChat pushed about a person, once for each message. `repeated`: it was carried out before.
   * Without `userId`, the account is not known. `avatar` is a picture that is then for the sweep.
   */
  applyConsentChange(
    change: ConsentChange,
  ): Promise<{ repeated?: true; userId?: string; avatar?: string }>;
  /**
   * Removes the traces of what was deleted from the database's files, if anything was since the last time, and that is
   * `pauseMs` ago. Resolves with whether it did. Writes may wait for it. With `whole`, it does in any case, however long
   * requests wait meanwhile.
   */
  scrub(options: { now: number; pauseMs: number; whole?: boolean }): Promise<boolean>;

  /** Claims the attempt. Resolves with undefined on success, or with the attempt if it was already claimed. */
  claimAttempt(id: string, now: number): Promise<LoginAttempt | undefined>;
  findAttempt(id: string): Promise<LoginAttempt | undefined>;
  failAttempt(id: string, failure: string): Promise<void>;

  /**
   * Removes sessions that have expired, attempts begun before `attemptsBefore` and what is known of messages received
   * before `messagesBefore`, at most `limit` of each.
   * @returns how many
   */
  sweep(sweep: {
    now: number;
    attemptsBefore: number;
    messagesBefore: number;
    limit: number;
  }): Promise<number>;
  /**
   * Restarts at most `limit` sessions that expire after `expiringAfter`: they then expire `idleMs` from now,
   * and at most `hardLimitMs` after they were opened.
   * @returns how many
   */
  restartSessions(restart: {
    now: number;
    expiringAfter: number;
    idleMs: number;
    hardLimitMs: number;
    limit: number;
  }): Promise<number>;

  /** Returns the newest session_key of an account, and when WeChat issued it (milliseconds since 1970). */
  findSessionKey(
    account: AccountKey,
  ): Promise<(SealedSessionKey & { issuedAt: number }) | undefined>;
  /** Counts all session_keys, and those sealed under another key than this. */
  countSessionKeys(keyId: string): Promise<{ all: number; notUnder: number }>;
  /** Returns session_keys sealed under another key, by account, starting after `after`. */
  listSessionKeysNotUnder(
    keyId: string,
    page: { after: AccountKey; limit: number },
  ): Promise<(AccountKey & SealedSessionKey)[]>;
  /** Replaces each session_key, unless a login has replaced it meanwhile. */
  resealSessionKeys(
    keys: readonly (AccountKey & { from: SealedSessionKey; to: SealedSessionKey })[],
  ): Promise<void>;

  /** Rejects while the store is unavailable or read-only. */
  check(now: number): Promise<void>;
  /** Waits for pending writes and closes the database. */
  close(): Promise<void>;
}

/** A session as the store keeps it. Times are milliseconds since 1970. */
export interface StoredSession {
  /** SHA-256 of the token, base64url. The token itself is kept nowhere. */
  tokenHash: string;
  /** What its owner calls it by, to end it from another device. It opens nothing. */
  id: string;
  /** What its owner knows the device by, if the login told. */
  device?: string;
  createdAt: number;
  lastSeenAt: number;
  /** From this moment on the session does not exist. */
  expiresAt: number;
}

/** A session in a list of its owner's. */
export type ListedSession = Omit<StoredSession, 'tokenHash'>;

/** Where in a list of sessions a page ends: the next one begins behind it. */
export type SessionPosition = Pick<StoredSession, 'lastSeenAt' | 'id'>;

/** What is known of a person beyond the accounts: in every AppID the same. */
export interface Profile {
  nickname?: string;
  /** The name of the picture's file. */
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
}

/** What a message of WeChat's deletes of the person who has an account. */
export interface ConsentChange extends AccountKey {
  /** 32 bytes that tell the message from others, base64url. */
  messageId: string;
  /** Milliseconds since 1970. */
  receivedAt: number;
  remove: readonly ('nickname' | 'avatar' | 'phoneNumber')[] | 'user';
}

/** A person, seen through the account of one AppID. Times are milliseconds since 1970. */
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

/** A session_key as the store keeps it: encrypted, and under which key. */
export interface SealedSessionKey {
  keyId: string;
  sealed: Uint8Array;
}

/** So many sessions over the limit a login ends at most: few enough that it takes no longer. */
export const endedByLogin = 50;

/** A login that WeChat has vouched for. */
export interface LoginRecord extends AccountKey {
  unionid?: string;
  sessionKey: SealedSessionKey;
  /** The id of the user to make, if this is a new person: one that nobody has yet. */
  newUserId: string;
  /** Milliseconds since 1970. */
  now: number;
  session: StoredSession;
  /** How many sessions the person may have open, this one included; the least recently used end. Default: any number. */
  sessionLimit?: number;
  /** The attempt that this login completes, if it may be asked for again. */
  attempt?: { id: string; sealedToken: Uint8Array };
}

/** A login attempt that some process has taken on. */
export interface LoginAttempt {
  /** Milliseconds since 1970. */
  startedAt: number;
  /** Once it succeeded. */
  sealedToken?: Uint8Array;
  /** Once it failed: what was answered, in a form of login/'s own. */
  failure?: string;
}

/**
 * What is kept between requests. One operation a use case, each all or nothing, and durable once its promise resolves.
 * Every method rejects with StoreUnavailable while the store can't do its work.
 */
export interface Store {
  /**
   * Finds or makes the account (appId, openid) and its user, keeps its newest session_key and the unionid where one
   * came, opens the session and completes the attempt. A new account whose unionid is known belongs to the same user.
   * `unionidOwner` is the other user who has the unionid already, where this account has a user of its own: both stay.
   * Sessions over the limit end in the same transaction, up to {@link endedByLogin} of them; with `overSessionLimit`,
   * more may be left, for `deleteOldestSessions`.
   */
  recordLogin(
    login: LoginRecord,
  ): Promise<{ user: StoredUser; unionidOwner?: string; overSessionLimit?: true }>;

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
  /** A page of the person's sessions that have not expired, in every AppID, the one used last first. */
  listSessions(
    userId: string,
    page: { now: number; after?: SessionPosition; limit: number },
  ): Promise<ListedSession[]>;
  /** How many sessions have not expired. It reads them all. */
  countSessions(now: number): Promise<number>;
  /** Ends one session of the person, or all of them. */
  deleteSessionsOf(userId: string, sessionId?: string): Promise<void>;
  /**
   * Ends the person's least recently used sessions, all but the `keep` newest, at most `limit` at once.
   * @returns how many it ended
   */
  deleteOldestSessions(userId: string, range: { keep: number; limit: number }): Promise<number>;

  /** Replaces the members that are given, and leaves the others. Does nothing if there is no such user. */
  updateProfile(userId: string, changes: ProfileChanges): Promise<void>;

  /**
   * Writes down that a picture is about to be put into the file store, before it is: whatever happens then, its file is
   * known. Unless a user has it by `deleteAt` (milliseconds since 1970), the sweep deletes it.
   */
  announcePicture(name: string, deleteAt: number): Promise<void>;
  /**
   * Gives an announced picture to the user, and resolves with the one that it replaces: of several that come at the same
   * time each replaces another. The one replaced is then for the sweep, unless its file is deleted before. Resolves with
   * undefined, and changes nothing, where the picture was given up meanwhile or there is no such user.
   */
  replaceAvatar(userId: string, name: string): Promise<{ replaced?: string } | undefined>;
  /** Takes the picture from the user, and resolves with its name; undefined where there is none. It is for the sweep. */
  removeAvatar(userId: string): Promise<string | undefined>;
  /** From now on no user can get the picture. False where a user has it, or there is none of that name. */
  giveUpPicture(name: string): Promise<boolean>;
  /** Gives up the pictures whose `deleteAt` has come, at most `limit`, and resolves with the names. */
  takeUnusedPictures(options: { now: number; limit: number }): Promise<string[]>;
  /** Strikes out pictures whose files are deleted. */
  forgetPictures(names: readonly string[]): Promise<void>;

  /** Everything that is kept of the person but sessions; undefined if there is no such user. */
  exportUser(userId: string): Promise<ExportedUser | undefined>;
  /**
   * Deletes the person: the user with all accounts, sessions, attempts and the profile. Resolves with the name of the
   * picture, which is then for the sweep unless its file is deleted before; undefined if there is no such user.
   */
  deleteUser(userId: string): Promise<{ avatar?: string } | undefined>;
  /**
   * Carries out what WeChat pushed about a person, once for each message. `repeated`: it was carried out before.
   * Without `userId`, the account is not known. `avatar` is a picture that is then for the sweep.
   */
  applyConsentChange(
    change: ConsentChange,
  ): Promise<{ repeated?: true; userId?: string; avatar?: string }>;
  /**
   * Removes the traces of what was deleted from the database's files, if anything was since the last time, and that is
   * `pauseMs` ago. Resolves with whether it did. Writes may wait for it.
   */
  scrub(options: { now: number; pauseMs: number }): Promise<boolean>;

  /** Takes the attempt on, unless somebody has. Resolves with undefined to whoever got it. */
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
   * Begins sessions that expire after `expiringAfter` again now, at most `limit` of them: they expire `idleMs` from now,
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

  /** The newest session_key of an account, and when WeChat issued it (milliseconds since 1970). */
  findSessionKey(
    account: AccountKey,
  ): Promise<(SealedSessionKey & { issuedAt: number }) | undefined>;
  /** How many session_keys there are, and how many of them are sealed under another key than this. */
  countSessionKeys(keyId: string): Promise<{ all: number; notUnder: number }>;
  /** Those session_keys, by account, beginning behind `after`. */
  listSessionKeysNotUnder(
    keyId: string,
    page: { after: AccountKey; limit: number },
  ): Promise<(AccountKey & SealedSessionKey)[]>;
  /** Each takes the place of what it was sealed from, unless a login has replaced that meanwhile. */
  resealSessionKeys(
    keys: readonly (AccountKey & { from: SealedSessionKey; to: SealedSessionKey })[],
  ): Promise<void>;

  /** Rejects while the store can't do its work, writing included. */
  check(now: number): Promise<void>;
  /** Waits for what is being written, and lets go of the database. */
  close(): Promise<void>;
}

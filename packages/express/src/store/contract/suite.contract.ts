import type { Definition } from '../../suite/collect-cases.ts';
import type { LoginRecord, Store, StoredUser } from '../store.ts';

export const now = Date.UTC(2030, 0, 1);
export const appId = 'wx0000000000000001';
export const otherAppId = 'wx0000000000000002';

/** 32 bytes in place of a hash, derived from `name`. */
export const hash = (name: string) => Buffer.from(name.padEnd(32, '.')).toString('base64url');

export const idOf = (name: string) => `id of ${name}`;

export const sessionOf = (name: string, createdAt = now) => ({
  tokenHash: hash(name),
  id: idOf(name),
  createdAt,
  lastSeenAt: createdAt,
  expiresAt: createdAt + 1_000,
});

export const sealed = (text: string, keyId = 'key 1') => ({ keyId, sealed: Buffer.from(text) });

/** The tools of the store's cases. */
export interface StoreSuite extends Definition {
  /** The store of the case. */
  readonly store: Store;
  /** Returns a login. The first of a case may make `user 1`, the second `user 2`. */
  loginOf(changes?: Partial<LoginRecord>): LoginRecord;
  logIn(changes?: Partial<LoginRecord>): Promise<StoredUser>;
  /** Returns the ids of a user's open sessions. */
  openIds(userId?: string, at?: number): Promise<string[]>;
}

/** Returns the tools of the cases, with a store that is opened before each case and closed after it. */
export function createStoreSuite(
  definition: Definition,
  open: () => Store | Promise<Store>,
): StoreSuite {
  let store: Store;
  let logins = 0;
  definition.beforeEach(async () => {
    store = await open();
    return () => store.close();
  });
  const loginOf: StoreSuite['loginOf'] = (changes = {}) => ({
    appId,
    openid: 'oXiaoming',
    sessionKey: sealed('session_key 1'),
    newUserId: `user ${++logins}`,
    now,
    session: sessionOf('phone'),
    ...changes,
  });
  return {
    ...definition,
    get store() {
      return store;
    },
    loginOf,
    logIn: async (changes) => (await store.recordLogin(loginOf(changes))).user,
    openIds: async (userId = 'user 1', at = now) =>
      (await store.listSessions(userId, { now: at, limit: 1_000 })).map(({ id }) => id),
  };
}

import type { Store, StoredSession, StoredUser } from './store.ts';

interface Account {
  user: StoredUser;
  sessionKey: string;
}

/** A store that forgets everything when the process ends. */
export function createMemoryStore(): Store {
  const accounts = new Map<string, Account>();
  const sessions = new Map<string, { session: StoredSession; account: string }>();

  return {
    async recordLogin({ appId, openid, unionid, sessionKey, newUserId, now, session }) {
      const key = JSON.stringify([appId, openid]);
      const known = accounts.get(key)?.user ?? { id: newUserId, appId, openid, createdAt: now };
      const user: StoredUser = { ...known, lastLoginAt: now, ...(unionid && { unionid }) };
      accounts.set(key, { user, sessionKey });
      sessions.set(session.tokenHash, { session: { ...session }, account: key });
      return { ...user };
    },
    async findSession(tokenHash, now) {
      const found = sessions.get(tokenHash);
      if (!found) return undefined;
      if (found.session.expiresAt <= now) {
        sessions.delete(tokenHash);
        return undefined;
      }
      const account = accounts.get(found.account);
      return account && { session: { ...found.session }, user: { ...account.user } };
    },
    async touchSession(tokenHash, seen) {
      const found = sessions.get(tokenHash);
      if (found) Object.assign(found.session, seen);
    },
    async deleteSession(tokenHash) {
      sessions.delete(tokenHash);
    },
    async check() {},
  };
}

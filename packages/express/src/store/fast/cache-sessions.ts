import { LRUCache } from 'lru-cache';
import { batchCalls } from '../../fast/batch-calls.ts';
import type { SqlStore } from '../sql/create-sql-store.ts';
import type { Store } from '../store.ts';
import type { Freshness } from './freshness.ts';

type Found = NonNullable<Awaited<ReturnType<Store['findSession']>>>;

/** Less than a kilobyte each. */
const capacity = 20_000;

/** The maximum of lookups per batch: while they wait, they hold their requests in memory. */
const maxBatch = 32;

/**
 * Wraps a store with a session cache, because most requests use a session that was used just before. It returns what
 * the database would: changes by this process evict entries before they are acknowledged, and the whole cache is
 * cleared when another process has changed the database. While that is unknown, lookups read the database.
 *
 * Every method of a store is listed here, so that a new one must define its invalidation.
 * The check for changes by other processes runs once for all lookups of an event loop turn,
 * after the last of them, so each lookup sees everything acknowledged before it.
 *
 * @param freshness whether cached sessions are still valid, apart from changes by this process
 */
export function cacheSessions(store: SqlStore, freshness: () => Freshness): SqlStore {
  const hashesOf = new Map<string, Set<string>>();
  const sessions = new LRUCache<string, Found>({
    max: capacity,
    onInsert({ user }, tokenHash) {
      const hashes = hashesOf.get(user.id);
      if (hashes) hashes.add(tokenHash);
      else hashesOf.set(user.id, new Set([tokenHash]));
    },
    dispose({ user }, tokenHash) {
      const hashes = hashesOf.get(user.id);
      hashes?.delete(tokenHash);
      if (hashes?.size === 0) hashesOf.delete(user.id);
    },
  });
  /** Counts invalidations, so that a lookup that started before one isn't cached after it. */
  let changes = 0;

  async function changing<Result>(change: Promise<Result>, forget: (result?: Result) => void) {
    try {
      const result = await change;
      forget(result);
      return result;
    } catch (error) {
      // A failed write may have been applied.
      forget();
      throw error;
    } finally {
      changes += 1;
    }
  }
  const forgetUser = (userId: string) => {
    for (const tokenHash of hashesOf.get(userId) ?? []) sessions.delete(tokenHash);
  };
  const forgetAll = () => sessions.clear();

  /**
   * Resolves once everything that another process changed before the call is evicted, with whether the cache
   * may be used.
   */
  const catchUp = batchCalls(() => {
    const found = freshness();
    if (found === 'stale') forgetAll();
    return found !== 'unknown';
  }, maxBatch);

  const { claimAttempt, findAttempt, failAttempt, sweep, check, close } = store;
  const { announcePicture, giveUpPicture, takeUnusedPictures, forgetPictures } = store;
  const { listSessions, countSessions, findSessionKey, exportUser, scrub, listOpenids, readOwn } =
    store;
  const { countSessionKeys, listSessionKeysNotUnder, resealSessionKeys } = store;
  return {
    async findSession(tokenHash, now) {
      const known = (await catchUp()) ? sessions.get(tokenHash) : undefined;
      if (known) return known.session.expiresAt > now ? copy(known) : undefined;
      const changesBefore = changes;
      const found = await store.findSession(tokenHash, now);
      if (found && changes === changesBefore) sessions.set(tokenHash, copy(found));
      return found;
    },
    recordLogin: (login) =>
      changing(store.recordLogin(login), (done) =>
        done && !done.joinedFrom ? forgetUser(done.user.id) : forgetAll(),
      ),
    touchSession: (tokenHash, seen) =>
      changing(store.touchSession(tokenHash, seen), () => void sessions.delete(tokenHash)),
    deleteSession: (tokenHash) =>
      changing(store.deleteSession(tokenHash), () => void sessions.delete(tokenHash)),
    deleteSessionsOf: (userId, sessionId) =>
      changing(store.deleteSessionsOf(userId, sessionId), () => forgetUser(userId)),
    deleteOldestSessions: (userId, range) =>
      changing(store.deleteOldestSessions(userId, range), () => forgetUser(userId)),
    restartSessions: (restart) =>
      changing(store.restartSessions(restart), (restarted) => {
        if (restarted !== 0) forgetAll();
      }),
    updateProfile: (userId, profile) =>
      changing(store.updateProfile(userId, profile), () => forgetUser(userId)),
    replaceAvatar: (userId, name) =>
      changing(store.replaceAvatar(userId, name), () => forgetUser(userId)),
    removeAvatar: (userId) => changing(store.removeAvatar(userId), () => forgetUser(userId)),
    deleteUser: (userId) => changing(store.deleteUser(userId), () => forgetUser(userId)),
    applyConsentChange: (change) =>
      changing(store.applyConsentChange(change), (done) => {
        if (!done) forgetAll();
        else if (done.userId !== undefined) forgetUser(done.userId);
      }),
    moveAccounts: (moves) => changing(store.moveAccounts(moves), forgetAll),
    joinUsers: (fromId, intoId) => changing(store.joinUsers(fromId, intoId), forgetAll),
    writeOwn: (...queries) =>
      changing(store.writeOwn(...queries), () => {
        if (queries.some(({ sql }) => sql.includes('weapp_login_store'))) forgetAll();
      }),
    readOwn,
    // The sweep deletes expired sessions, which lookups ignore; the rest doesn't affect sessions.
    sweep,
    announcePicture,
    giveUpPicture,
    takeUnusedPictures,
    forgetPictures,
    listSessions,
    countSessions,
    claimAttempt,
    findAttempt,
    failAttempt,
    findSessionKey,
    exportUser,
    listOpenids,
    scrub,
    countSessionKeys,
    listSessionKeysNotUnder,
    resealSessionKeys,
    check,
    close,
  };
}

/** Returns a copy that the caller may change. */
const copy = ({ session, user }: Found): Found => ({ session: { ...session }, user: { ...user } });

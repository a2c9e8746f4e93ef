import { LRUCache } from 'lru-cache';
import type { Store } from '../store.ts';
import { batchCalls } from './batch-calls.ts';
import type { Freshness } from './freshness.ts';

type Found = NonNullable<Awaited<ReturnType<Store['findSession']>>>;

/** Less than a kilobyte each. */
const capacity = 20_000;

/** So many searches wait for one another at most: while they wait, all that belongs to their requests is kept. */
const maxBatch = 32;

/**
 * A store that remembers the sessions it found, for most requests come with one that came just before. It answers what
 * the database would: what this process changes is forgotten before the change is acknowledged, and everything is
 * forgotten when another process has changed the database. While nobody knows whether one has, the database is searched.
 *
 * Every method of a store is named here, so that a new one has to say what it makes stale.
 * The database is asked whether another process has changed it once for the searches of a turn of the event loop, and
 * after the last of them: what was acknowledged before a search came in is seen by that search.
 *
 * @param freshness whether what was found earlier stands, as far as this process has not changed it itself
 */
export function cacheSessions(store: Store, freshness: () => Freshness): Store {
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
  /** Counts what became stale, so that nothing is remembered that was found before and arrives after. */
  let changes = 0;

  async function changing<Result>(change: Promise<Result>, forget: (result?: Result) => void) {
    try {
      const result = await change;
      forget(result);
      return result;
    } catch (error) {
      // What failed may have happened all the same.
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
   * Resolves when everything that another process changed before the call is forgotten, with whether what is remembered
   * may be used.
   */
  const catchUp = batchCalls(() => {
    const found = freshness();
    if (found === 'stale') forgetAll();
    return found !== 'unknown';
  }, maxBatch);

  const { claimAttempt, findAttempt, failAttempt, sweep, check, close } = store;
  const { announcePicture, giveUpPicture, takeUnusedPictures, forgetPictures } = store;
  const { listSessions, countSessions, findSessionKey, exportUser, scrub } = store;
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
      changing(store.recordLogin(login), (done) => (done ? forgetUser(done.user.id) : forgetAll())),
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
    // The sweep removes what has expired, which nobody finds any more; the rest is not about sessions.
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
    scrub,
    countSessionKeys,
    listSessionKeysNotUnder,
    resealSessionKeys,
    check,
    close,
  };
}

/** What is handed out is its receiver's to change. */
const copy = ({ session, user }: Found): Found => ({ session: { ...session }, user: { ...user } });

import { expect } from '../../suite/expect.ts';
import { appId, hash, idOf, now, type StoreSuite, sessionOf } from './suite.contract.ts';

export function defineSessions(suite: StoreSuite): void {
  const { describe, test, beforeEach, logIn, openIds } = suite;

  describe('a session', () => {
    beforeEach(async () => {
      await logIn();
    });

    test('is found with whose it is', async () => {
      const found = await suite.store.findSession(hash('phone'), now);
      expect(found).toEqual({
        session: sessionOf('phone'),
        user: { id: 'user 1', appId, openid: 'oXiaoming', createdAt: now, lastLoginAt: now },
      });
    });

    test('remembers the device, if the login told', async () => {
      const session = { ...sessionOf('tablet'), device: 'iPad' };
      await logIn({ session });
      expect((await suite.store.findSession(hash('tablet'), now))?.session).toEqual(session);
    });

    test('shows the user as of the latest login, on any device', async () => {
      await logIn({ now: now + 5, unionid: 'u', session: sessionOf('tablet') });
      const found = await suite.store.findSession(hash('phone'), now);
      expect(found?.user).toMatchObject({ lastLoginAt: now + 5, unionid: 'u' });
    });

    test('is not found under another token', async () => {
      expect(await suite.store.findSession(hash('tablet'), now)).toBeUndefined();
    });

    test('lasts to the millisecond before it expires', async () => {
      expect(await suite.store.findSession(hash('phone'), now + 999)).toBeDefined();
      expect(await suite.store.findSession(hash('phone'), now + 1_000)).toBeUndefined();
    });

    test('lasts longer when it is touched', async () => {
      const seen = { lastSeenAt: now + 500, expiresAt: now + 1_500 };
      await suite.store.touchSession(hash('phone'), seen);
      const found = await suite.store.findSession(hash('phone'), now + 1_400);
      expect(found?.session).toEqual({ ...sessionOf('phone'), ...seen });
    });

    test('is gone once deleted, and the others stay', async () => {
      await logIn({ session: sessionOf('tablet') });
      await suite.store.deleteSession(hash('phone'));
      expect(await suite.store.findSession(hash('phone'), now)).toBeUndefined();
      expect(await suite.store.findSession(hash('tablet'), now)).toBeDefined();
    });

    test('that is gone can be deleted and touched to no effect', async () => {
      await suite.store.deleteSession(hash('phone'));
      await suite.store.deleteSession(hash('phone'));
      await suite.store.touchSession(hash('phone'), { lastSeenAt: now, expiresAt: now + 9_999 });
      expect(await suite.store.findSession(hash('phone'), now)).toBeUndefined();
    });

    test('handed out is a copy: changing it changes nothing', async () => {
      const found = await suite.store.findSession(hash('phone'), now);
      if (found) Object.assign(found.session, { expiresAt: 0 });
      if (found) Object.assign(found.user, { id: 'someone else' });
      expect((await suite.store.findSession(hash('phone'), now))?.user.id).toBe('user 1');
    });
  });

  describe('the sessions of a person', () => {
    beforeEach(async () => {
      await logIn();
      await logIn({ session: sessionOf('tablet', now + 5), now: now + 5 });
      const other = { openid: 'oDawei', session: sessionOf('desk') };
      await logIn(other);
    });

    test("are listed without other users', the most recently used first", async () => {
      const { tokenHash, ...tablet } = sessionOf('tablet', now + 5);
      const { tokenHash: _, ...phone } = sessionOf('phone');
      expect(await suite.store.listSessions('user 1', { now, limit: 9 })).toEqual([tablet, phone]);
      await suite.store.touchSession(hash('phone'), {
        lastSeenAt: now + 9,
        expiresAt: now + 1_009,
      });
      expect(await openIds()).toEqual(['id of phone', 'id of tablet']);
    });

    test('are listed without those that have expired', async () => {
      expect(await openIds('user 1', now + 1_002)).toEqual(['id of tablet']);
    });

    test('come in pages that follow one another, also where some were used at one time', async () => {
      for (const name of ['a', 'b', 'c', 'd'])
        await logIn({ session: sessionOf(name, now + 5), now: now + 5 });
      const whole = await suite.store.listSessions('user 1', { now, limit: 100 });
      expect(whole).toHaveLength(6);
      const pages: (typeof whole)[] = [];
      for (let after: (typeof whole)[number] | undefined; ; ) {
        const page = await suite.store.listSessions('user 1', {
          now,
          limit: 2,
          ...(after && { after }),
        });
        if (page.length === 0) break;
        pages.push(page);
        after = page.at(-1);
      }
      expect(pages.map((page) => page.length)).toEqual([2, 2, 2]);
      expect(pages.flat()).toEqual(whole);
    });

    test('go on in the same place, whatever ended or was used meanwhile', async () => {
      for (const [name, at] of Object.entries({ a: 10, b: 20, c: 30, d: 40 }))
        await logIn({ session: sessionOf(name, now + at), now: now + at });
      const [, after] = await suite.store.listSessions('user 1', { now, limit: 2 });
      if (!after) throw new Error('a page has two sessions');
      await suite.store.deleteSessionsOf('user 1', after.id);
      await suite.store.touchSession(hash('d'), { lastSeenAt: now + 99, expiresAt: now + 2_000 });
      const rest = await suite.store.listSessions('user 1', { now, after, limit: 9 });
      expect(rest.map(({ id }) => id)).toEqual(['b', 'a', 'tablet', 'phone'].map(idOf));
    });

    test('can be ended from the oldest on, a few at a time', async () => {
      for (const [name, at] of Object.entries({ a: 10, b: 20, c: 30 }))
        await logIn({ session: sessionOf(name, now + at), now: now + at });
      await suite.store.touchSession(hash('phone'), {
        lastSeenAt: now + 50,
        expiresAt: now + 2_000,
      });
      const end = () => suite.store.deleteOldestSessions('user 1', { keep: 2, limit: 2 });
      expect([await end(), await end(), await end()]).toEqual([2, 1, 0]);
      expect(await openIds()).toEqual(['phone', 'c'].map(idOf));
      expect(await suite.store.findSession(hash('b'), now)).toBeUndefined();
      expect(await openIds('user 3')).toEqual([idOf('desk')]);
    });

    test('can be ended one by one, by their owner alone', async () => {
      await suite.store.deleteSessionsOf('user 1', 'id of phone');
      await suite.store.deleteSessionsOf('user 1', 'id of desk');
      expect(await openIds()).toEqual(['id of tablet']);
      expect(await openIds('user 3')).toEqual(['id of desk']);
      expect(await suite.store.findSession(hash('phone'), now)).toBeUndefined();
    });

    test('can be ended all at once', async () => {
      await suite.store.deleteSessionsOf('user 1');
      expect(await openIds()).toEqual([]);
      expect(await openIds('user 3')).toEqual(['id of desk']);
    });
  });

  test('open sessions are counted, and those that have expired are not', async () => {
    expect(await suite.store.countSessions(now)).toBe(0);
    await logIn();
    await logIn({ openid: 'oDawei', session: sessionOf('tablet', now + 5) });
    expect(await suite.store.countSessions(now + 999)).toBe(2);
    expect(await suite.store.countSessions(now + 1_000)).toBe(1);
  });

  describe('a sweep', () => {
    test('removes what has expired, a few at a time, and nothing else', async () => {
      for (const name of ['a', 'b', 'c']) await logIn({ session: sessionOf(name) });
      await logIn({ session: sessionOf('open', now + 1) });
      await suite.store.claimAttempt(hash('old'), now - 1);
      await suite.store.claimAttempt(hash('new'), now);
      const sweep = () =>
        suite.store.sweep({ now: now + 1_000, attemptsBefore: now, messagesBefore: now, limit: 2 });
      expect([await sweep(), await sweep(), await sweep()]).toEqual([3, 1, 0]);
      expect(await openIds('user 1', 0)).toEqual(['id of open']);
      expect(await suite.store.findAttempt(hash('old'))).toBeUndefined();
      expect(await suite.store.findAttempt(hash('new'))).toBeDefined();
    });
  });

  describe('sessions that expire later than they may', () => {
    const restart = (limit = 10) =>
      suite.store.restartSessions({
        now,
        expiringAfter: now + 1_500,
        idleMs: 1_000,
        hardLimitMs: 5_000,
        limit,
      });
    const stored = async (name: string) =>
      (await suite.store.findSession(hash(name), now - 10_000))?.session;

    test('go on as if they had begun now, and the others stay', async () => {
      await logIn({ session: sessionOf('right', now + 500) });
      for (const name of ['a', 'b']) await logIn({ session: sessionOf(name, now + 9_000) });
      expect(await stored('a')).toMatchObject({ createdAt: now + 9_000 });
      expect([await restart(1), await restart(), await restart()]).toEqual([1, 1, 0]);
      const begun = { createdAt: now, lastSeenAt: now, expiresAt: now + 1_000 };
      expect(await stored('a')).toMatchObject(begun);
      expect(await stored('b')).toMatchObject(begun);
      expect(await stored('right')).toMatchObject({ expiresAt: now + 1_500 });
    });

    test('end at their hard limit where that is sooner', async () => {
      await logIn({ session: sessionOf('old', now - 4_500) });
      await stored('old');
      await suite.store.touchSession(hash('old'), {
        lastSeenAt: now + 9_000,
        expiresAt: now + 9_999,
      });
      expect(await restart()).toBe(1);
      expect(await stored('old')).toMatchObject({
        createdAt: now - 4_500,
        lastSeenAt: now,
        expiresAt: now + 500,
      });
    });
  });
}

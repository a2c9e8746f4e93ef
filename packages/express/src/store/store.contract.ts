import { type Case, collectCases } from '../suite/collect-cases.ts';
import { expect } from '../suite/expect.ts';
import { endedByLogin, type LoginRecord, type Store } from './store.ts';

const now = Date.UTC(2030, 0, 1);
const appId = 'wx0000000000000001';
const otherAppId = 'wx0000000000000002';

/** 32 bytes in place of a hash, derived from `name`. */
const hash = (name: string) => Buffer.from(name.padEnd(32, '.')).toString('base64url');

const idOf = (name: string) => `id of ${name}`;

const sessionOf = (name: string, createdAt = now) => ({
  tokenHash: hash(name),
  id: idOf(name),
  createdAt,
  lastSeenAt: createdAt,
  expiresAt: createdAt + 1_000,
});

const sealed = (text: string, keyId = 'key 1') => ({ keyId, sealed: Buffer.from(text) });

/**
 * Returns the cases that every store passes, whatever it keeps its records in. They need no test runner, share nothing
 * and may run at the same time; each opens a store and closes it. docs/guides/add-a-store.md
 * @param open opens a store with nothing in it
 */
export function storeSuite(open: () => Store | Promise<Store>): Case[] {
  return collectCases(({ describe, test, beforeEach }) => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
      return () => store.close();
    });

    /** The first login of a test may make `user 1`, the second `user 2`. */
    let logins = 0;
    const loginOf = (changes: Partial<LoginRecord> = {}): LoginRecord => ({
      appId,
      openid: 'oXiaoming',
      sessionKey: sealed('session_key 1'),
      newUserId: `user ${++logins}`,
      now,
      session: sessionOf('phone'),
      ...changes,
    });
    const logIn = async (changes: Partial<LoginRecord> = {}) =>
      (await store.recordLogin(loginOf(changes))).user;
    const openIds = async (userId = 'user 1', at = now) =>
      (await store.listSessions(userId, { now: at, limit: 1_000 })).map(({ id }) => id);

    describe('a login', () => {
      test('of a new account makes a user', async () => {
        expect(await store.recordLogin(loginOf())).toEqual({
          user: { id: 'user 1', appId, openid: 'oXiaoming', createdAt: now, lastLoginAt: now },
        });
      });

      test('of a known account keeps its user and moves its last login', async () => {
        await logIn();
        const changes = { now: now + 5, session: sessionOf('tablet') };
        expect(await logIn(changes)).toMatchObject({
          id: 'user 1',
          createdAt: now,
          lastLoginAt: now + 5,
        });
      });

      test('leaves the earlier sessions of the person open', async () => {
        await logIn();
        await logIn({ session: sessionOf('tablet') });
        expect(await store.findSession(hash('phone'), now)).toBeDefined();
        expect(await store.findSession(hash('tablet'), now)).toBeDefined();
      });

      test('of another openid makes another user', async () => {
        await logIn();
        const other = { openid: 'oDawei', session: sessionOf('tablet') };
        expect((await logIn(other)).id).toBe('user 2');
      });

      test('of the same openid in another AppID makes another account', async () => {
        await logIn();
        const other = { appId: otherAppId, session: sessionOf('tablet') };
        expect(await logIn(other)).toMatchObject({ id: 'user 2', appId: otherAppId });
      });

      test('tells accounts apart whatever characters their ids have', async () => {
        await logIn({ appId: 'a', openid: 'b c' });
        const other = { appId: 'a b', openid: '名字', session: sessionOf('x') };
        expect((await logIn(other)).id).toBe('user 2');
      });

      test('over the limit ends the session that was used least recently', async () => {
        await logIn();
        await logIn({ session: sessionOf('tablet', now + 1), now: now + 1 });
        await store.touchSession(hash('phone'), { lastSeenAt: now + 2, expiresAt: now + 1_002 });
        const limited = { session: sessionOf('desk', now + 3), now: now + 3, sessionLimit: 2 };
        expect(await store.recordLogin(loginOf(limited))).not.toHaveProperty('overSessionLimit');
        expect(await openIds()).toEqual(['desk', 'phone'].map(idOf));
        expect(await store.findSession(hash('tablet'), now)).toBeUndefined();
      });

      test('over the limit never ends its own session, whatever other clocks said', async () => {
        await logIn({ session: sessionOf('ahead', now + 900) });
        await logIn({ sessionLimit: 1 });
        expect(await openIds()).toEqual([idOf('phone')]);
      });

      test('counts the sessions of one person in every AppID', async () => {
        await logIn({ unionid: 'u' });
        const other = { appId: otherAppId, unionid: 'u', now: now + 1, sessionLimit: 1 };
        await logIn({ ...other, session: sessionOf('tablet', now + 1) });
        expect(await openIds()).toEqual([idOf('tablet')]);
      });

      test('ends a few sessions at most, and says that more may be left', async () => {
        for (let n = 0; n < endedByLogin + 3; n += 1)
          await logIn({ session: sessionOf(`phone ${n}`, now + n) });
        const limited = { session: sessionOf('last', now + 99), sessionLimit: 2 };
        expect(await store.recordLogin(loginOf(limited))).toMatchObject({ overSessionLimit: true });
        expect(await openIds()).toHaveLength(4);
        expect((await openIds())[0]).toBe(idOf('last'));
      });

      test('many at once keep to the limit', async () => {
        await logIn({ session: sessionOf('first', now - 1) });
        await Promise.all(
          Array.from({ length: 20 }, (_, n) =>
            logIn({ session: sessionOf(`phone ${n}`), sessionLimit: 3 }),
          ),
        );
        expect(await openIds()).toHaveLength(3);
      });

      test('ten at once of a new account make one user', async () => {
        const users = await Promise.all(
          Array.from({ length: 10 }, (_, n) => logIn({ session: sessionOf(`phone ${n}`) })),
        );
        expect(new Set(users.map(({ id }) => id)).size).toBe(1);
        expect(await openIds(users[0]?.id)).toHaveLength(10);
      });
    });

    describe('a unionid', () => {
      const inOtherApp = {
        appId: otherAppId,
        openid: 'oXiaoming2',
        unionid: 'uXiaoming',
        session: sessionOf('tablet'),
      };

      test('that appears later is recorded, under the same user', async () => {
        await logIn();
        const bound = { unionid: 'uXiaoming', session: sessionOf('tablet') };
        expect(await logIn(bound)).toMatchObject({ id: 'user 1', unionid: 'uXiaoming' });
        expect((await store.findSession(hash('phone'), now))?.user.unionid).toBe('uXiaoming');
      });

      test('that does not come again stays known', async () => {
        await logIn({ unionid: 'uXiaoming' });
        expect(await logIn({ session: sessionOf('tablet') })).toMatchObject({
          unionid: 'uXiaoming',
        });
      });

      test('makes the accounts of two AppIDs one user', async () => {
        await logIn({ unionid: 'uXiaoming' });
        const user = await logIn({ ...inOtherApp, now: now + 5 });
        expect(user).toEqual({
          id: 'user 1',
          appId: otherAppId,
          openid: 'oXiaoming2',
          unionid: 'uXiaoming',
          createdAt: now,
          lastLoginAt: now + 5,
        });
        expect((await openIds()).sort()).toEqual(['id of phone', 'id of tablet']);
      });

      test('that two first logins bring at once makes one user', async () => {
        const users = await Promise.all(
          Array.from({ length: 8 }, (_, n) =>
            logIn({
              appId: `app ${n}`,
              unionid: 'uXiaoming',
              session: sessionOf(`phone ${n}`),
            }),
          ),
        );
        expect(new Set(users.map(({ id }) => id)).size).toBe(1);
      });

      test('that belongs to another user already leaves both, and says so once', async () => {
        await logIn({ unionid: 'uXiaoming' });
        const { unionid: _, ...unbound } = inOtherApp;
        await logIn(unbound);
        const bound = { ...inOtherApp, session: sessionOf('bound') };
        expect(await store.recordLogin(loginOf(bound))).toMatchObject({
          user: { id: 'user 2', unionid: 'uXiaoming' },
          unionidOwner: 'user 1',
        });
        const again = { ...inOtherApp, session: sessionOf('again') };
        expect(await store.recordLogin(loginOf(again))).not.toHaveProperty('unionidOwner');
        expect((await logIn({ session: sessionOf('first') })).id).toBe('user 1');
      });

      describe('that belongs to another user already, where such users are joined', () => {
        const joining = { ...inOtherApp, joinByUnionid: true, session: sessionOf('bound') };
        const arrive = async (unionid = 'uXiaoming') => {
          await logIn({ unionid });
          const { unionid: _, ...unbound } = inOtherApp;
          await logIn({ ...unbound, now: now - 5 });
          await store.updateProfile('user 1', { nickname: 'first' });
        };

        test('makes one user of them, whose session it is', async () => {
          await arrive();
          expect(await store.recordLogin(loginOf(joining))).toEqual({
            user: {
              id: 'user 1',
              appId: otherAppId,
              openid: 'oXiaoming2',
              unionid: 'uXiaoming',
              nickname: 'first',
              createdAt: now - 5,
              lastLoginAt: now,
            },
            joinedFrom: 'user 2',
          });
          for (const name of ['phone', 'tablet', 'bound'])
            expect((await store.findSession(hash(name), now))?.user.id).toBe('user 1');
          expect(await store.exportUser('user 2')).toBeUndefined();
        });

        test('leaves both where it is not certain that they are one person, and says why', async () => {
          await arrive();
          await store.updateProfile('user 1', { phoneNumber: '12066600001' });
          await store.updateProfile('user 2', { phoneNumber: '12066600002' });
          expect(await store.recordLogin(loginOf(joining))).toMatchObject({
            user: { id: 'user 2' },
            unionidOwner: 'user 1',
            joinRefusal: 'two-phone-numbers',
          });
          expect((await store.findSession(hash('bound'), now))?.user.id).toBe('user 2');
        });

        test('makes one user of them once, however many logins bring it', async () => {
          await arrive();
          const outcomes = await Promise.all(
            Array.from({ length: 8 }, (_, n) =>
              store.recordLogin(loginOf({ ...joining, session: sessionOf(`phone ${n}`) })),
            ),
          );
          expect(outcomes.filter(({ joinedFrom }) => joinedFrom)).toHaveLength(1);
          expect(new Set(outcomes.map(({ user }) => user.id))).toEqual(new Set(['user 1']));
          expect(await openIds()).toHaveLength(10);
        });
      });

      test('that changes is recorded, under the same user', async () => {
        await logIn({ unionid: 'uXiaoming' });
        const moved = { unionid: 'uMoved', session: sessionOf('tablet') };
        expect(await logIn(moved)).toMatchObject({ id: 'user 1', unionid: 'uMoved' });
        const other = { ...inOtherApp, unionid: 'uMoved', session: sessionOf('other') };
        expect((await logIn(other)).id).toBe('user 1');
      });
    });

    describe('a session', () => {
      beforeEach(async () => {
        await logIn();
      });

      test('is found with whose it is', async () => {
        const found = await store.findSession(hash('phone'), now);
        expect(found).toEqual({
          session: sessionOf('phone'),
          user: { id: 'user 1', appId, openid: 'oXiaoming', createdAt: now, lastLoginAt: now },
        });
      });

      test('remembers the device, if the login told', async () => {
        const session = { ...sessionOf('tablet'), device: 'iPad' };
        await logIn({ session });
        expect((await store.findSession(hash('tablet'), now))?.session).toEqual(session);
      });

      test('shows the user as of the latest login, on any device', async () => {
        await logIn({ now: now + 5, unionid: 'u', session: sessionOf('tablet') });
        const found = await store.findSession(hash('phone'), now);
        expect(found?.user).toMatchObject({ lastLoginAt: now + 5, unionid: 'u' });
      });

      test('is not found under another token', async () => {
        expect(await store.findSession(hash('tablet'), now)).toBeUndefined();
      });

      test('lasts to the millisecond before it expires', async () => {
        expect(await store.findSession(hash('phone'), now + 999)).toBeDefined();
        expect(await store.findSession(hash('phone'), now + 1_000)).toBeUndefined();
      });

      test('lasts longer when it is touched', async () => {
        const seen = { lastSeenAt: now + 500, expiresAt: now + 1_500 };
        await store.touchSession(hash('phone'), seen);
        const found = await store.findSession(hash('phone'), now + 1_400);
        expect(found?.session).toEqual({ ...sessionOf('phone'), ...seen });
      });

      test('is gone once deleted, and the others stay', async () => {
        await logIn({ session: sessionOf('tablet') });
        await store.deleteSession(hash('phone'));
        expect(await store.findSession(hash('phone'), now)).toBeUndefined();
        expect(await store.findSession(hash('tablet'), now)).toBeDefined();
      });

      test('that is gone can be deleted and touched to no effect', async () => {
        await store.deleteSession(hash('phone'));
        await store.deleteSession(hash('phone'));
        await store.touchSession(hash('phone'), { lastSeenAt: now, expiresAt: now + 9_999 });
        expect(await store.findSession(hash('phone'), now)).toBeUndefined();
      });

      test('handed out is a copy: changing it changes nothing', async () => {
        const found = await store.findSession(hash('phone'), now);
        if (found) Object.assign(found.session, { expiresAt: 0 });
        if (found) Object.assign(found.user, { id: 'someone else' });
        expect((await store.findSession(hash('phone'), now))?.user.id).toBe('user 1');
      });
    });

    test('open sessions are counted, and those that have expired are not', async () => {
      expect(await store.countSessions(now)).toBe(0);
      await logIn();
      await logIn({ openid: 'oDawei', session: sessionOf('tablet', now + 5) });
      expect(await store.countSessions(now + 999)).toBe(2);
      expect(await store.countSessions(now + 1_000)).toBe(1);
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
        expect(await store.listSessions('user 1', { now, limit: 9 })).toEqual([tablet, phone]);
        await store.touchSession(hash('phone'), { lastSeenAt: now + 9, expiresAt: now + 1_009 });
        expect(await openIds()).toEqual(['id of phone', 'id of tablet']);
      });

      test('are listed without those that have expired', async () => {
        expect(await openIds('user 1', now + 1_002)).toEqual(['id of tablet']);
      });

      test('come in pages that follow one another, also where some were used at one time', async () => {
        for (const name of ['a', 'b', 'c', 'd'])
          await logIn({ session: sessionOf(name, now + 5), now: now + 5 });
        const whole = await store.listSessions('user 1', { now, limit: 100 });
        expect(whole).toHaveLength(6);
        const pages: (typeof whole)[] = [];
        for (let after: (typeof whole)[number] | undefined; ; ) {
          const page = await store.listSessions('user 1', {
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
        const [, after] = await store.listSessions('user 1', { now, limit: 2 });
        if (!after) throw new Error('a page has two sessions');
        await store.deleteSessionsOf('user 1', after.id);
        await store.touchSession(hash('d'), { lastSeenAt: now + 99, expiresAt: now + 2_000 });
        const rest = await store.listSessions('user 1', { now, after, limit: 9 });
        expect(rest.map(({ id }) => id)).toEqual(['b', 'a', 'tablet', 'phone'].map(idOf));
      });

      test('can be ended from the oldest on, a few at a time', async () => {
        for (const [name, at] of Object.entries({ a: 10, b: 20, c: 30 }))
          await logIn({ session: sessionOf(name, now + at), now: now + at });
        await store.touchSession(hash('phone'), { lastSeenAt: now + 50, expiresAt: now + 2_000 });
        const end = () => store.deleteOldestSessions('user 1', { keep: 2, limit: 2 });
        expect([await end(), await end(), await end()]).toEqual([2, 1, 0]);
        expect(await openIds()).toEqual(['phone', 'c'].map(idOf));
        expect(await store.findSession(hash('b'), now)).toBeUndefined();
        expect(await openIds('user 3')).toEqual([idOf('desk')]);
      });

      test('can be ended one by one, by their owner alone', async () => {
        await store.deleteSessionsOf('user 1', 'id of phone');
        await store.deleteSessionsOf('user 1', 'id of desk');
        expect(await openIds()).toEqual(['id of tablet']);
        expect(await openIds('user 3')).toEqual(['id of desk']);
        expect(await store.findSession(hash('phone'), now)).toBeUndefined();
      });

      test('can be ended all at once', async () => {
        await store.deleteSessionsOf('user 1');
        expect(await openIds()).toEqual([]);
        expect(await openIds('user 3')).toEqual(['id of desk']);
      });
    });

    describe('the profile of a person', () => {
      const found = async () => (await store.findSession(hash('phone'), now))?.user;
      const profile = { nickname: '小明 🎐', phoneNumber: '12066600001' };
      beforeEach(async () => {
        await logIn();
      });

      test('is empty at first', async () => {
        const user = await found();
        for (const member of Object.keys(profile)) expect(user).not.toHaveProperty(member);
      });

      test('is seen by every session and every later login', async () => {
        await store.updateProfile('user 1', profile);
        expect(await found()).toMatchObject(profile);
        expect(await logIn({ session: sessionOf('tablet') })).toMatchObject(profile);
      });

      test('changes in the members that are given alone', async () => {
        await store.updateProfile('user 1', profile);
        await store.updateProfile('user 1', { nickname: '大明' });
        expect(await found()).toMatchObject({ ...profile, nickname: '大明' });
      });

      test('is shared by all AppIDs of a user, and no one else', async () => {
        await logIn({ unionid: 'u', session: sessionOf('tablet') });
        await store.updateProfile('user 1', profile);
        const inOtherApp = { appId: otherAppId, unionid: 'u', session: sessionOf('other app') };
        expect(await logIn(inOtherApp)).toMatchObject(profile);
        expect(await logIn({ openid: 'oDawei', session: sessionOf('desk') })).not.toHaveProperty(
          'nickname',
        );
      });

      test('of an unknown user can be updated to no effect', async () => {
        await store.updateProfile('stranger', profile);
        expect(await found()).not.toHaveProperty('nickname');
      });
    });

    describe('a picture', () => {
      const later = now + 1_000;
      const avatarOf = async () => (await store.findSession(hash('phone'), now))?.user.avatar;
      const unused = (at = later) => store.takeUnusedPictures({ now: at, limit: 100 });
      beforeEach(async () => {
        await logIn();
      });

      test('that is announced and given is seen by every session and later login', async () => {
        await store.announcePicture('1.jpg', later);
        expect(await store.replaceAvatar('user 1', '1.jpg')).toEqual({});
        expect(await avatarOf()).toBe('1.jpg');
        expect(await logIn({ session: sessionOf('tablet') })).toMatchObject({ avatar: '1.jpg' });
        expect(await unused(Number.MAX_SAFE_INTEGER)).toEqual([]);
      });

      test('names the one that it replaces, which is then unused until it is forgotten', async () => {
        for (const name of ['1.jpg', '2.jpg']) await store.announcePicture(name, later);
        await store.replaceAvatar('user 1', '1.jpg');
        expect(await store.replaceAvatar('user 1', '2.jpg')).toEqual({ replaced: '1.jpg' });
        expect(await unused(now)).toEqual(['1.jpg']);
        await store.forgetPictures(['1.jpg']);
        expect(await unused()).toEqual([]);
        expect(await avatarOf()).toBe('2.jpg');
      });

      test('of forty that come at once replaces another each, and one stays', async () => {
        const names = Array.from({ length: 40 }, (_, index) => `${index}.jpg`);
        await Promise.all(names.map((name) => store.announcePicture(name, later)));
        const outcomes = await Promise.all(
          names.map((name) => store.replaceAvatar('user 1', name)),
        );
        const replaced = outcomes.map((outcome) => outcome?.replaced);
        expect(replaced.filter((name) => name === undefined)).toHaveLength(1);
        const left = names.filter((name) => !replaced.includes(name));
        expect(left).toEqual([await avatarOf()]);
        expect((await unused()).sort()).toEqual(names.filter((name) => name !== left[0]).sort());
      });

      test('is unused from the announced time on, and not before', async () => {
        await store.announcePicture('1.jpg', later);
        expect(await unused(later - 1)).toEqual([]);
        expect(await unused(later)).toEqual(['1.jpg']);
        expect(await unused(now)).toEqual(['1.jpg']);
      });

      test('that was given up or never announced is assigned to no one', async () => {
        for (const name of ['1.jpg', '2.jpg', '3.jpg']) await store.announcePicture(name, later);
        await store.replaceAvatar('user 1', '1.jpg');
        expect(await store.giveUpPicture('2.jpg')).toBe(true);
        await unused();
        for (const name of ['2.jpg', '3.jpg', '4.jpg'])
          expect(await store.replaceAvatar('user 1', name)).toBeUndefined();
        expect(await avatarOf()).toBe('1.jpg');
      });

      test('that a user has can not be given up', async () => {
        await store.announcePicture('1.jpg', later);
        await store.replaceAvatar('user 1', '1.jpg');
        expect(await store.giveUpPicture('1.jpg')).toBe(false);
        expect(await unused()).toEqual([]);
      });

      test('for a user who is gone is unused', async () => {
        await store.announcePicture('1.jpg', later);
        expect(await store.replaceAvatar('stranger', '1.jpg')).toBeUndefined();
        expect(await unused(now)).toEqual(['1.jpg']);
      });

      test('is taken for unused in batches', async () => {
        for (const name of ['1.jpg', '2.jpg', '3.jpg']) await store.announcePicture(name, later);
        expect(await store.takeUnusedPictures({ now: later, limit: 2 })).toHaveLength(2);
      });
    });

    describe('a login attempt', () => {
      const id = hash('attempt');

      test('is claimed by one of ten who want it at once', async () => {
        const claims = await Promise.all(
          Array.from({ length: 10 }, () => store.claimAttempt(id, now)),
        );
        expect(claims.filter((begun) => begun === undefined)).toHaveLength(1);
        expect(claims.filter((begun) => begun?.startedAt === now)).toHaveLength(9);
      });

      test('is completed by the login', async () => {
        await store.claimAttempt(id, now);
        const sealedToken = Buffer.from('token');
        await logIn({ attempt: { id, sealedToken } });
        const attempt = await store.findAttempt(id);
        expect(Buffer.from(attempt?.sealedToken ?? []).toString()).toBe('token');
        expect(attempt).toMatchObject({ startedAt: now });
        expect(attempt).not.toHaveProperty('failure');
      });

      test('keeps how it failed', async () => {
        await store.claimAttempt(id, now);
        await store.failAttempt(id, '{}');
        expect(await store.claimAttempt(id, now + 9)).toEqual({ startedAt: now, failure: '{}' });
      });

      test('that was never started is not found', async () => {
        expect(await store.findAttempt(id)).toBeUndefined();
      });
    });

    describe('what is taken back', () => {
      test('is gone, and the rest of the profile stays', async () => {
        await logIn();
        await store.updateProfile('user 1', { nickname: '小明', phoneNumber: '12066600001' });
        await store.updateProfile('user 1', { phoneNumber: null });
        expect(await store.exportUser('user 1')).toMatchObject({ nickname: '小明' });
        expect(await store.exportUser('user 1')).not.toHaveProperty('phoneNumber');
        await store.updateProfile('user 1', { nickname: null });
        expect(await store.exportUser('user 1')).not.toHaveProperty('nickname');
      });

      test('a picture is for the sweep', async () => {
        await logIn();
        await store.announcePicture('a.png', now + 1_000);
        await store.replaceAvatar('user 1', 'a.png');
        expect(await store.removeAvatar('user 1')).toBe('a.png');
        expect(await store.removeAvatar('user 1')).toBeUndefined();
        expect(await store.removeAvatar('stranger')).toBeUndefined();
        expect(await store.takeUnusedPictures({ now, limit: 10 })).toEqual(['a.png']);
      });
    });

    describe('an export', () => {
      test('has every account, and nothing of anyone else', async () => {
        await logIn({ unionid: 'u' });
        await logIn({
          appId: otherAppId,
          unionid: 'u',
          now: now + 1,
          session: sessionOf('tablet'),
        });
        await logIn({ openid: 'oDawei', session: sessionOf('desk') });
        expect(await store.exportUser('user 1')).toEqual({
          id: 'user 1',
          createdAt: now,
          accounts: [
            { appId, openid: 'oXiaoming', unionid: 'u', lastLoginAt: now, sessionKeyIssuedAt: now },
            {
              appId: otherAppId,
              openid: 'oXiaoming',
              unionid: 'u',
              lastLoginAt: now + 1,
              sessionKeyIssuedAt: now + 1,
            },
          ],
        });
        expect(await store.exportUser('stranger')).toBeUndefined();
      });
    });

    describe('the deletion of a person', () => {
      test('leaves nothing, and touches no one else', async () => {
        await store.claimAttempt(hash('attempt'), now);
        await logIn({
          unionid: 'u',
          attempt: { id: hash('attempt'), sealedToken: Buffer.from('sealed') },
        });
        await logIn({ appId: otherAppId, unionid: 'u', session: sessionOf('tablet') });
        await logIn({ openid: 'oDawei', session: sessionOf('desk') });
        await store.announcePicture('a.png', now + 1_000);
        await store.replaceAvatar('user 1', 'a.png');

        expect(await store.deleteUser('user 1')).toEqual({ avatar: 'a.png' });
        for (const name of ['phone', 'tablet'])
          expect(await store.findSession(hash(name), now)).toBeUndefined();
        expect(await store.exportUser('user 1')).toBeUndefined();
        expect(await store.findSessionKey({ appId, openid: 'oXiaoming' })).toBeUndefined();
        expect(await store.findAttempt(hash('attempt'))).toBeUndefined();
        expect(await store.takeUnusedPictures({ now, limit: 10 })).toEqual(['a.png']);
        expect((await store.findSession(hash('desk'), now))?.user.openid).toBe('oDawei');
        expect(await store.deleteUser('user 1')).toBeUndefined();
      });

      test('lets the person come back as a new one', async () => {
        await logIn({ unionid: 'u' });
        await store.deleteUser('user 1');
        const back = await logIn({ unionid: 'u', now: now + 5, session: sessionOf('tablet') });
        expect(back).toMatchObject({ id: 'user 2', createdAt: now + 5 });
      });

      test('together with logins leaves whole people only', async () => {
        for (let round = 0; round < 15; round += 1) {
          const names = [0, 1, 2, 3].map((n) => `${round} ${n}`);
          const first = await logIn({ unionid: 'u', session: sessionOf(`${round} first`) });
          await Promise.all([
            ...names.map((name, n) =>
              logIn({
                appId: n % 2 ? appId : otherAppId,
                openid: n > 1 ? `o${name}` : 'oXiaoming',
                unionid: 'u',
                session: sessionOf(name),
              }),
            ),
            store.deleteUser(first.id),
          ]);
          for (const name of names) {
            const found = await store.findSession(hash(name), now);
            if (!found) continue;
            const { id, appId, openid } = found.user;
            const accounts = (await store.exportUser(id))?.accounts;
            const own = accounts?.filter((each) => each.appId === appId && each.openid === openid);
            expect(own).toHaveLength(1);
          }
          expect(await store.exportUser(first.id)).toBeUndefined();
        }
      });
    });

    describe('a move to another AppID', () => {
      const to = { appId: otherAppId, openid: 'oNew' };
      const from = { appId, openid: 'oXiaoming' };

      test('takes the account and its sessions along, once', async () => {
        await logIn();
        await logIn({ openid: 'oDawei', session: sessionOf('desk') });
        expect(await store.listOpenids(appId, { after: '', limit: 10 })).toEqual([
          'oDawei',
          'oXiaoming',
        ]);
        expect(await store.listOpenids(appId, { after: 'oDawei', limit: 10 })).toEqual([
          'oXiaoming',
        ]);
        expect(await store.moveAccounts([{ from, to }])).toEqual(['moved']);
        expect((await store.findSession(hash('phone'), now))?.user).toMatchObject({
          id: 'user 1',
          ...to,
        });
        expect((await store.findSession(hash('desk'), now))?.user).toMatchObject({ appId });
        expect(await store.moveAccounts([{ from, to }])).toEqual(['gone']);
      });

      test('of someone who is there already keeps one account of the same user, and leaves another user alone', async () => {
        await logIn({ unionid: 'u' });
        await logIn({ ...to, unionid: 'u', session: sessionOf('tablet') });
        expect(await store.moveAccounts([{ from, to }])).toEqual(['moved']);
        expect((await store.exportUser('user 1'))?.accounts).toMatchObject([to]);
        await logIn({ openid: 'oDawei', session: sessionOf('desk') });
        const other = { from: { appId, openid: 'oDawei' }, to };
        expect(await store.moveAccounts([other])).toEqual(['other-user']);
        expect((await store.findSession(hash('desk'), now))?.user.openid).toBe('oDawei');
      });
    });

    describe('two users who are one person', () => {
      const arrive = async () => {
        await logIn();
        const other = { appId: otherAppId, openid: 'oOther', now: now - 5 };
        await logIn({ ...other, unionid: 'u', session: sessionOf('tablet') });
        await store.updateProfile('user 1', { nickname: 'first', phoneNumber: '12066600001' });
        await store.updateProfile('user 2', { nickname: 'second' });
        await store.announcePicture('a.png', now + 1_000);
        await store.replaceAvatar('user 1', 'a.png');
      };

      test('become one, with what each has', async () => {
        await arrive();
        expect(await store.joinUsers('user 1', 'user 2')).toBe('joined');
        expect(await store.exportUser('user 1')).toBeUndefined();
        expect(await store.exportUser('user 2')).toMatchObject({
          createdAt: now - 5,
          nickname: 'second',
          phoneNumber: '12066600001',
          avatar: 'a.png',
          accounts: [{ openid: 'oXiaoming' }, { openid: 'oOther', unionid: 'u' }],
        });
        for (const name of ['phone', 'tablet'])
          expect((await store.findSession(hash(name), now))?.user.id).toBe('user 2');
        const again = await logIn({ session: sessionOf('later') });
        expect(again.id).toBe('user 2');
      });

      test('stay two where it is not certain', async () => {
        await arrive();
        expect(await store.joinUsers('user 1', 'user 1')).toBe('same-user');
        expect(await store.joinUsers('user 1', 'stranger')).toBe('no-such-user');
        await store.updateProfile('user 2', { phoneNumber: '12066600002' });
        expect(await store.joinUsers('user 1', 'user 2')).toBe('two-phone-numbers');
        await logIn({ unionid: 'v', session: sessionOf('desk') });
        expect(await store.joinUsers('user 1', 'user 2')).toBe('two-unionids');
        await logIn({ openid: 'oDawei', session: sessionOf('other') });
        expect(await store.joinUsers('user 1', `user ${logins}`)).toBe('same-app');
        expect(await store.exportUser('user 1')).toMatchObject({ nickname: 'first' });
      });
    });

    describe('a message about consent', () => {
      const change = (changes: Partial<Parameters<Store['applyConsentChange']>[0]> = {}) =>
        store.applyConsentChange({
          messageId: hash('message'),
          receivedAt: now,
          appId,
          openid: 'oXiaoming',
          remove: ['phoneNumber'],
          ...changes,
        });

      beforeEach(async () => {
        await logIn();
        await store.updateProfile('user 1', { nickname: '小明', phoneNumber: '12066600001' });
        await store.announcePicture('a.png', now + 1_000);
        await store.replaceAvatar('user 1', 'a.png');
      });

      test('deletes what it names, and no more', async () => {
        expect(await change()).toEqual({ userId: 'user 1' });
        const left = await store.exportUser('user 1');
        expect(left).toMatchObject({ nickname: '小明', avatar: 'a.png' });
        expect(left).not.toHaveProperty('phoneNumber');
        const both = { messageId: hash('second'), remove: ['nickname', 'avatar'] as const };
        expect(await change(both)).toEqual({ userId: 'user 1', avatar: 'a.png' });
        expect((await store.findSession(hash('phone'), now))?.user).not.toHaveProperty('nickname');
      });

      test('is carried out once, also by two processes at the same time', async () => {
        const outcomes = await Promise.all([change(), change(), change()]);
        expect(outcomes.filter(({ repeated }) => repeated)).toHaveLength(2);
        await store.updateProfile('user 1', { phoneNumber: '12066600002' });
        expect(await change()).toEqual({ repeated: true });
        expect(await store.exportUser('user 1')).toMatchObject({ phoneNumber: '12066600002' });
      });

      test('that the account is closed deletes the person', async () => {
        expect(await change({ remove: 'user' })).toEqual({ userId: 'user 1', avatar: 'a.png' });
        expect(await store.findSession(hash('phone'), now)).toBeUndefined();
        expect(await change({ remove: 'user' })).toEqual({ repeated: true });
      });

      test('of someone who is not known changes nothing', async () => {
        expect(await change({ openid: 'oNobody', remove: 'user' })).toEqual({});
        expect(await store.exportUser('user 1')).toBeDefined();
      });

      test('is known until the sweep forgets it', async () => {
        await change();
        const sweep = (messagesBefore: number) =>
          store.sweep({ now: 0, attemptsBefore: 0, messagesBefore, limit: 10 });
        expect([await sweep(now), await sweep(now + 1)]).toEqual([0, 1]);
        expect(await change()).toEqual({ userId: 'user 1' });
      });
    });

    describe('a scrub', () => {
      test('follows deletions, and not sooner than its pause', async () => {
        const scrub = (at: number) => store.scrub({ now: at, pauseMs: 100 });
        await logIn();
        expect(await scrub(now)).toBe(false);
        await store.deleteUser('user 1');
        expect([await scrub(now), await scrub(now + 200)]).toEqual([true, false]);
        await logIn({ session: sessionOf('tablet') });
        await store.deleteUser('user 2');
        expect([await scrub(now + 50), await scrub(now + 100)]).toEqual([false, true]);
        expect(await store.findSession(hash('tablet'), now)).toBeUndefined();
      });
    });

    describe('a sweep', () => {
      test('removes what has expired, a few at a time, and nothing else', async () => {
        for (const name of ['a', 'b', 'c']) await logIn({ session: sessionOf(name) });
        await logIn({ session: sessionOf('open', now + 1) });
        await store.claimAttempt(hash('old'), now - 1);
        await store.claimAttempt(hash('new'), now);
        const sweep = () =>
          store.sweep({ now: now + 1_000, attemptsBefore: now, messagesBefore: now, limit: 2 });
        expect([await sweep(), await sweep(), await sweep()]).toEqual([3, 1, 0]);
        expect(await openIds('user 1', 0)).toEqual(['id of open']);
        expect(await store.findAttempt(hash('old'))).toBeUndefined();
        expect(await store.findAttempt(hash('new'))).toBeDefined();
      });
    });

    describe('sessions that expire later than they may', () => {
      const restart = (limit = 10) =>
        store.restartSessions({
          now,
          expiringAfter: now + 1_500,
          idleMs: 1_000,
          hardLimitMs: 5_000,
          limit,
        });
      const stored = async (name: string) =>
        (await store.findSession(hash(name), now - 10_000))?.session;

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
        await store.touchSession(hash('old'), { lastSeenAt: now + 9_000, expiresAt: now + 9_999 });
        expect(await restart()).toBe(1);
        expect(await stored('old')).toMatchObject({
          createdAt: now - 4_500,
          lastSeenAt: now,
          expiresAt: now + 500,
        });
      });
    });

    describe('a session_key', () => {
      const text = ({ sealed }: { sealed: Uint8Array }) => Buffer.from(sealed).toString();
      const account = { appId, openid: 'oXiaoming' };
      const start = { after: { appId: '', openid: '' }, limit: 10 };

      test('is the one of the latest login', async () => {
        await logIn();
        const sessionKey = sealed('session_key 2', 'key 2');
        await logIn({ now: now + 5, session: sessionOf('tablet'), sessionKey });
        const found = await store.findSessionKey(account);
        expect(found).toMatchObject({ keyId: 'key 2', issuedAt: now + 5 });
        expect(found && text(found)).toBe('session_key 2');
      });

      test('of an unknown account is not found', async () => {
        expect(await store.findSessionKey(account)).toBeUndefined();
      });

      test('under another key is counted, and listed page by page', async () => {
        for (const openid of ['oA', 'oB', 'oC'])
          await logIn({ openid, session: sessionOf(openid) });
        const renewed = { openid: 'oD', session: sessionOf('oD') };
        await logIn({ ...renewed, sessionKey: sealed('session_key', 'key 2') });
        expect(await store.countSessionKeys('key 2')).toEqual({ all: 4, notUnder: 3 });
        const first = await store.listSessionKeysNotUnder('key 2', { ...start, limit: 2 });
        expect(first.map(({ openid }) => openid)).toEqual(['oA', 'oB']);
        const after = { appId, openid: 'oB' };
        const rest = await store.listSessionKeysNotUnder('key 2', { after, limit: 2 });
        expect(rest.map((key) => [key.openid, key.keyId, text(key)])).toEqual([
          ['oC', 'key 1', 'session_key 1'],
        ]);
      });

      test('is sealed again, unless a login has replaced it meanwhile', async () => {
        await logIn();
        const to = sealed('again', 'key 2');
        await store.resealSessionKeys([{ ...account, from: sealed('replaced since'), to }]);
        expect(await store.countSessionKeys('key 2')).toEqual({ all: 1, notUnder: 1 });
        await store.resealSessionKeys([{ ...account, from: sealed('session_key 1'), to }]);
        expect(await store.countSessionKeys('key 2')).toEqual({ all: 1, notUnder: 0 });
        expect(await store.findSessionKey(account)).toMatchObject({ issuedAt: now });
      });
    });

    test('says that it works, as often as it is asked', async () => {
      expect(await store.check(now)).toBeUndefined();
      expect(await store.check(now + 1)).toBeUndefined();
    });
  });
}

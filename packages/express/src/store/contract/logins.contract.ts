import { expect } from '../../suite/expect.ts';
import { endedByLogin } from '../store.ts';
import {
  appId,
  hash,
  idOf,
  now,
  otherAppId,
  type StoreSuite,
  sessionOf,
} from './suite.contract.ts';

export function defineLogins(suite: StoreSuite): void {
  const { describe, test, logIn, loginOf, openIds } = suite;

  describe('a login', () => {
    test('of a new account makes a user', async () => {
      expect(await suite.store.recordLogin(loginOf())).toEqual({
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
      expect(await suite.store.findSession(hash('phone'), now)).toBeDefined();
      expect(await suite.store.findSession(hash('tablet'), now)).toBeDefined();
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
      await suite.store.touchSession(hash('phone'), {
        lastSeenAt: now + 2,
        expiresAt: now + 1_002,
      });
      const limited = { session: sessionOf('desk', now + 3), now: now + 3, sessionLimit: 2 };
      expect(await suite.store.recordLogin(loginOf(limited))).not.toHaveProperty(
        'overSessionLimit',
      );
      expect(await openIds()).toEqual(['desk', 'phone'].map(idOf));
      expect(await suite.store.findSession(hash('tablet'), now)).toBeUndefined();
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
      expect(await suite.store.recordLogin(loginOf(limited))).toMatchObject({
        overSessionLimit: true,
      });
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
      expect((await suite.store.findSession(hash('phone'), now))?.user.unionid).toBe('uXiaoming');
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
      expect(await suite.store.recordLogin(loginOf(bound))).toMatchObject({
        user: { id: 'user 2', unionid: 'uXiaoming' },
        unionidOwner: 'user 1',
      });
      const again = { ...inOtherApp, session: sessionOf('again') };
      expect(await suite.store.recordLogin(loginOf(again))).not.toHaveProperty('unionidOwner');
      expect((await logIn({ session: sessionOf('first') })).id).toBe('user 1');
    });

    describe('that belongs to another user already, where such users are joined', () => {
      const joining = { ...inOtherApp, joinByUnionid: true, session: sessionOf('bound') };
      const arrive = async (unionid = 'uXiaoming') => {
        await logIn({ unionid });
        const { unionid: _, ...unbound } = inOtherApp;
        await logIn({ ...unbound, now: now - 5 });
        await suite.store.updateProfile('user 1', { nickname: 'first' });
      };

      test('makes one user of them, whose session it is', async () => {
        await arrive();
        expect(await suite.store.recordLogin(loginOf(joining))).toEqual({
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
          expect((await suite.store.findSession(hash(name), now))?.user.id).toBe('user 1');
        expect(await suite.store.exportUser('user 2')).toBeUndefined();
      });

      test('leaves both where it is not certain that they are one person, and says why', async () => {
        await arrive();
        await suite.store.updateProfile('user 1', { phoneNumber: '12066600001' });
        await suite.store.updateProfile('user 2', { phoneNumber: '12066600002' });
        expect(await suite.store.recordLogin(loginOf(joining))).toMatchObject({
          user: { id: 'user 2' },
          unionidOwner: 'user 1',
          joinRefusal: 'two-phone-numbers',
        });
        expect((await suite.store.findSession(hash('bound'), now))?.user.id).toBe('user 2');
      });

      test('makes one user of them once, however many logins bring it', async () => {
        await arrive();
        const outcomes = await Promise.all(
          Array.from({ length: 8 }, (_, n) =>
            suite.store.recordLogin(loginOf({ ...joining, session: sessionOf(`phone ${n}`) })),
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

  describe('a login attempt', () => {
    const id = hash('attempt');

    test('is claimed by one of ten who want it at once', async () => {
      const claims = await Promise.all(
        Array.from({ length: 10 }, () => suite.store.claimAttempt(id, now)),
      );
      expect(claims.filter((begun) => begun === undefined)).toHaveLength(1);
      expect(claims.filter((begun) => begun?.startedAt === now)).toHaveLength(9);
    });

    test('is completed by the login', async () => {
      await suite.store.claimAttempt(id, now);
      const sealedToken = Buffer.from('token');
      await logIn({ attempt: { id, sealedToken } });
      const attempt = await suite.store.findAttempt(id);
      expect(Buffer.from(attempt?.sealedToken ?? []).toString()).toBe('token');
      expect(attempt).toMatchObject({ startedAt: now });
      expect(attempt).not.toHaveProperty('failure');
    });

    test('keeps how it failed', async () => {
      await suite.store.claimAttempt(id, now);
      await suite.store.failAttempt(id, '{}');
      expect(await suite.store.claimAttempt(id, now + 9)).toEqual({
        startedAt: now,
        failure: '{}',
      });
    });

    test('that was never started is not found', async () => {
      expect(await suite.store.findAttempt(id)).toBeUndefined();
    });
  });
}

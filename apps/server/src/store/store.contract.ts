import { beforeEach, describe, expect, test } from 'vitest';
import type { LoginRecord, Store } from './store.ts';

const now = Date.UTC(2030, 0, 1);

const sessionOf = (tokenHash: string, createdAt = now) => ({
  tokenHash,
  createdAt,
  lastSeenAt: createdAt,
  expiresAt: createdAt + 1_000,
});

const loginOf = (changes: Partial<LoginRecord> = {}): LoginRecord => ({
  appId: 'wx0000000000000001',
  openid: 'oXiaoming',
  sessionKey: 'key 1',
  newUserId: 'user 1',
  now,
  session: sessionOf('hash 1'),
  ...changes,
});

/** What every store does, whatever it keeps its records in. */
export function testStore(name: string, createStore: () => Promise<Store> | Store): void {
  describe(name, () => {
    let store: Store;
    beforeEach(async () => {
      store = await createStore();
    });

    describe('a login', () => {
      test('of a new account makes a user', async () => {
        expect(await store.recordLogin(loginOf())).toEqual({
          id: 'user 1',
          appId: 'wx0000000000000001',
          openid: 'oXiaoming',
          createdAt: now,
          lastLoginAt: now,
        });
      });

      test('of a known account keeps its user and moves its last login', async () => {
        await store.recordLogin(loginOf());
        const again = loginOf({ newUserId: 'user 2', now: now + 5, session: sessionOf('hash 2') });
        expect(await store.recordLogin(again)).toMatchObject({
          id: 'user 1',
          createdAt: now,
          lastLoginAt: now + 5,
        });
      });

      test('leaves the earlier sessions of the person open', async () => {
        await store.recordLogin(loginOf());
        await store.recordLogin(loginOf({ session: sessionOf('hash 2') }));
        expect(await store.findSession('hash 1', now)).toBeDefined();
        expect(await store.findSession('hash 2', now)).toBeDefined();
      });

      test('of another openid makes another user', async () => {
        await store.recordLogin(loginOf());
        const other = loginOf({ openid: 'oDawei', newUserId: 'user 2' });
        expect((await store.recordLogin(other)).id).toBe('user 2');
      });

      test('of the same openid in another AppID makes another account', async () => {
        await store.recordLogin(loginOf());
        const other = loginOf({ appId: 'wx0000000000000002', newUserId: 'user 2' });
        expect(await store.recordLogin(other)).toMatchObject({ appId: 'wx0000000000000002' });
      });

      test('tells accounts apart whatever characters their ids have', async () => {
        await store.recordLogin(loginOf({ appId: 'a', openid: 'b c' }));
        const other = loginOf({ appId: 'a b', openid: 'c', newUserId: 'user 2' });
        expect((await store.recordLogin(other)).id).toBe('user 2');
      });

      test('adds a unionid that appears later, under the same user', async () => {
        await store.recordLogin(loginOf());
        const bound = loginOf({ unionid: 'uXiaoming', newUserId: 'user 2' });
        expect(await store.recordLogin(bound)).toMatchObject({
          id: 'user 1',
          unionid: 'uXiaoming',
        });
      });

      test('without a unionid keeps the one that is known', async () => {
        await store.recordLogin(loginOf({ unionid: 'uXiaoming' }));
        expect(await store.recordLogin(loginOf())).toMatchObject({ unionid: 'uXiaoming' });
      });

      test('is told to nobody with its session_key', async () => {
        const user = await store.recordLogin(loginOf());
        const found = await store.findSession('hash 1', now);
        expect(JSON.stringify([user, found])).not.toContain('key 1');
      });

      test('ten at once of a new account make one user', async () => {
        const users = await Promise.all(
          Array.from({ length: 10 }, (_, n) =>
            store.recordLogin(loginOf({ newUserId: `user ${n}`, session: sessionOf(`hash ${n}`) })),
          ),
        );
        expect(new Set(users.map(({ id }) => id)).size).toBe(1);
      });
    });

    describe('a session', () => {
      beforeEach(async () => {
        await store.recordLogin(loginOf());
      });

      test('is found with whose it is', async () => {
        const found = await store.findSession('hash 1', now);
        expect(found?.session).toEqual(sessionOf('hash 1'));
        expect(found?.user).toMatchObject({ id: 'user 1', openid: 'oXiaoming' });
      });

      test('shows the user as of the latest login, on any device', async () => {
        await store.recordLogin(
          loginOf({ now: now + 5, unionid: 'u', session: sessionOf('hash 2') }),
        );
        const found = await store.findSession('hash 1', now);
        expect(found?.user).toMatchObject({ lastLoginAt: now + 5, unionid: 'u' });
      });

      test('is not found under another token', async () => {
        expect(await store.findSession('hash 2', now)).toBeUndefined();
      });

      test('lasts to the millisecond before it expires', async () => {
        expect(await store.findSession('hash 1', now + 999)).toBeDefined();
        expect(await store.findSession('hash 1', now + 1_000)).toBeUndefined();
      });

      test('lasts longer when it is touched', async () => {
        const seen = { lastSeenAt: now + 500, expiresAt: now + 1_500 };
        await store.touchSession('hash 1', seen);
        const found = await store.findSession('hash 1', now + 1_400);
        expect(found?.session).toEqual({ ...sessionOf('hash 1'), ...seen });
      });

      test('is gone once deleted, and the others stay', async () => {
        await store.recordLogin(loginOf({ session: sessionOf('hash 2') }));
        await store.deleteSession('hash 1');
        expect(await store.findSession('hash 1', now)).toBeUndefined();
        expect(await store.findSession('hash 2', now)).toBeDefined();
      });

      test('that is gone can be deleted and touched to no effect', async () => {
        await store.deleteSession('hash 1');
        await store.deleteSession('hash 1');
        await store.touchSession('hash 1', { lastSeenAt: now, expiresAt: now + 9_999 });
        expect(await store.findSession('hash 1', now)).toBeUndefined();
      });

      test('handed out is a copy: changing it changes nothing', async () => {
        const found = await store.findSession('hash 1', now);
        if (found) Object.assign(found.session, { expiresAt: 0 });
        if (found) Object.assign(found.user, { id: 'someone else' });
        expect((await store.findSession('hash 1', now))?.user.id).toBe('user 1');
      });
    });

    test('says that it works', async () => {
      await expect(store.check()).resolves.toBeUndefined();
    });
  });
}

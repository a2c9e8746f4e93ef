import { expect } from '../../suite/expect.ts';
import type { Store } from '../store.ts';
import { appId, hash, now, otherAppId, type StoreSuite, sessionOf } from './suite.contract.ts';

export function defineDeletion(suite: StoreSuite): void {
  const { describe, test, beforeEach, logIn } = suite;

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
      expect(await suite.store.exportUser('user 1')).toEqual({
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
      expect(await suite.store.exportUser('stranger')).toBeUndefined();
    });
  });

  describe('the deletion of a person', () => {
    test('leaves nothing, and touches no one else', async () => {
      await suite.store.claimAttempt(hash('attempt'), now);
      await logIn({
        unionid: 'u',
        attempt: { id: hash('attempt'), sealedToken: Buffer.from('sealed') },
      });
      await logIn({ appId: otherAppId, unionid: 'u', session: sessionOf('tablet') });
      await logIn({ openid: 'oDawei', session: sessionOf('desk') });
      await suite.store.announcePicture('a.png', now + 1_000);
      await suite.store.replaceAvatar('user 1', 'a.png');

      expect(await suite.store.deleteUser('user 1')).toEqual({ avatar: 'a.png' });
      for (const name of ['phone', 'tablet'])
        expect(await suite.store.findSession(hash(name), now)).toBeUndefined();
      expect(await suite.store.exportUser('user 1')).toBeUndefined();
      expect(await suite.store.findSessionKey({ appId, openid: 'oXiaoming' })).toBeUndefined();
      expect(await suite.store.findAttempt(hash('attempt'))).toBeUndefined();
      expect(await suite.store.takeUnusedPictures({ now, limit: 10 })).toEqual(['a.png']);
      expect((await suite.store.findSession(hash('desk'), now))?.user.openid).toBe('oDawei');
      expect(await suite.store.deleteUser('user 1')).toBeUndefined();
    });

    test('lets the person come back as a new one', async () => {
      await logIn({ unionid: 'u' });
      await suite.store.deleteUser('user 1');
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
          suite.store.deleteUser(first.id),
        ]);
        for (const name of names) {
          const found = await suite.store.findSession(hash(name), now);
          if (!found) continue;
          const { id, appId, openid } = found.user;
          const accounts = (await suite.store.exportUser(id))?.accounts;
          const own = accounts?.filter((each) => each.appId === appId && each.openid === openid);
          expect(own).toHaveLength(1);
        }
        expect(await suite.store.exportUser(first.id)).toBeUndefined();
      }
    });
  });

  describe('a message about consent', () => {
    const change = (changes: Partial<Parameters<Store['applyConsentChange']>[0]> = {}) =>
      suite.store.applyConsentChange({
        messageId: hash('message'),
        receivedAt: now,
        appId,
        openid: 'oXiaoming',
        remove: ['phoneNumber'],
        ...changes,
      });

    beforeEach(async () => {
      await logIn();
      await suite.store.updateProfile('user 1', { nickname: '小明', phoneNumber: '12066600001' });
      await suite.store.announcePicture('a.png', now + 1_000);
      await suite.store.replaceAvatar('user 1', 'a.png');
    });

    test('deletes what it names, and no more', async () => {
      expect(await change()).toEqual({ userId: 'user 1' });
      const left = await suite.store.exportUser('user 1');
      expect(left).toMatchObject({ nickname: '小明', avatar: 'a.png' });
      expect(left).not.toHaveProperty('phoneNumber');
      const both = { messageId: hash('second'), remove: ['nickname', 'avatar'] as const };
      expect(await change(both)).toEqual({ userId: 'user 1', avatar: 'a.png' });
      expect((await suite.store.findSession(hash('phone'), now))?.user).not.toHaveProperty(
        'nickname',
      );
    });

    test('is carried out once, also by two processes at the same time', async () => {
      const outcomes = await Promise.all([change(), change(), change()]);
      expect(outcomes.filter(({ repeated }) => repeated)).toHaveLength(2);
      await suite.store.updateProfile('user 1', { phoneNumber: '12066600002' });
      expect(await change()).toEqual({ repeated: true });
      expect(await suite.store.exportUser('user 1')).toMatchObject({ phoneNumber: '12066600002' });
    });

    test('that the account is closed deletes the person', async () => {
      expect(await change({ remove: 'user' })).toEqual({ userId: 'user 1', avatar: 'a.png' });
      expect(await suite.store.findSession(hash('phone'), now)).toBeUndefined();
      expect(await change({ remove: 'user' })).toEqual({ repeated: true });
    });

    test('of someone who is not known changes nothing', async () => {
      expect(await change({ openid: 'oNobody', remove: 'user' })).toEqual({});
      expect(await suite.store.exportUser('user 1')).toBeDefined();
    });

    test('is known until the sweep forgets it', async () => {
      await change();
      const sweep = (messagesBefore: number) =>
        suite.store.sweep({ now: 0, attemptsBefore: 0, messagesBefore, limit: 10 });
      expect([await sweep(now), await sweep(now + 1)]).toEqual([0, 1]);
      expect(await change()).toEqual({ userId: 'user 1' });
    });
  });

  describe('a scrub', () => {
    test('follows deletions, and not sooner than its pause', async () => {
      const scrub = (at: number) => suite.store.scrub({ now: at, pauseMs: 100 });
      await logIn();
      expect(await scrub(now)).toBe(false);
      await suite.store.deleteUser('user 1');
      expect([await scrub(now), await scrub(now + 200)]).toEqual([true, false]);
      await logIn({ session: sessionOf('tablet') });
      await suite.store.deleteUser('user 2');
      expect([await scrub(now + 50), await scrub(now + 100)]).toEqual([false, true]);
      expect(await suite.store.findSession(hash('tablet'), now)).toBeUndefined();
    });
  });
}

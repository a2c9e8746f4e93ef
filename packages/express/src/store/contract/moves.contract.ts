import { expect } from '../../suite/expect.ts';
import { appId, hash, now, otherAppId, type StoreSuite, sessionOf } from './suite.contract.ts';

export function defineMoves(suite: StoreSuite): void {
  const { describe, test, logIn } = suite;

  describe('a move to another AppID', () => {
    const to = { appId: otherAppId, openid: 'oNew' };
    const from = { appId, openid: 'oXiaoming' };

    test('takes the account and its sessions along, once', async () => {
      await logIn();
      await logIn({ openid: 'oDawei', session: sessionOf('desk') });
      expect(await suite.store.listOpenids(appId, { after: '', limit: 10 })).toEqual([
        'oDawei',
        'oXiaoming',
      ]);
      expect(await suite.store.listOpenids(appId, { after: 'oDawei', limit: 10 })).toEqual([
        'oXiaoming',
      ]);
      expect(await suite.store.moveAccounts([{ from, to }])).toEqual(['moved']);
      expect((await suite.store.findSession(hash('phone'), now))?.user).toMatchObject({
        id: 'user 1',
        ...to,
      });
      expect((await suite.store.findSession(hash('desk'), now))?.user).toMatchObject({ appId });
      expect(await suite.store.moveAccounts([{ from, to }])).toEqual(['gone']);
    });

    test('of someone who is there already keeps one account of the same user, and leaves another user alone', async () => {
      await logIn({ unionid: 'u' });
      await logIn({ ...to, unionid: 'u', session: sessionOf('tablet') });
      expect(await suite.store.moveAccounts([{ from, to }])).toEqual(['moved']);
      expect((await suite.store.exportUser('user 1'))?.accounts).toMatchObject([to]);
      await logIn({ openid: 'oDawei', session: sessionOf('desk') });
      const other = { from: { appId, openid: 'oDawei' }, to };
      expect(await suite.store.moveAccounts([other])).toEqual(['other-user']);
      expect((await suite.store.findSession(hash('desk'), now))?.user.openid).toBe('oDawei');
    });
  });

  describe('two users who are one person', () => {
    const arrive = async () => {
      await logIn();
      const other = { appId: otherAppId, openid: 'oOther', now: now - 5 };
      await logIn({ ...other, unionid: 'u', session: sessionOf('tablet') });
      await suite.store.updateProfile('user 1', { nickname: 'first', phoneNumber: '12066600001' });
      await suite.store.updateProfile('user 2', { nickname: 'second' });
      await suite.store.announcePicture('a.png', now + 1_000);
      await suite.store.replaceAvatar('user 1', 'a.png');
    };

    test('become one, with what each has', async () => {
      await arrive();
      expect(await suite.store.joinUsers('user 1', 'user 2')).toBe('joined');
      expect(await suite.store.exportUser('user 1')).toBeUndefined();
      expect(await suite.store.exportUser('user 2')).toMatchObject({
        createdAt: now - 5,
        nickname: 'second',
        phoneNumber: '12066600001',
        avatar: 'a.png',
        accounts: [{ openid: 'oXiaoming' }, { openid: 'oOther', unionid: 'u' }],
      });
      for (const name of ['phone', 'tablet'])
        expect((await suite.store.findSession(hash(name), now))?.user.id).toBe('user 2');
      const again = await logIn({ session: sessionOf('later') });
      expect(again.id).toBe('user 2');
    });

    test('stay two where it is not certain', async () => {
      await arrive();
      expect(await suite.store.joinUsers('user 1', 'user 1')).toBe('same-user');
      expect(await suite.store.joinUsers('user 1', 'stranger')).toBe('no-such-user');
      await suite.store.updateProfile('user 2', { phoneNumber: '12066600002' });
      expect(await suite.store.joinUsers('user 1', 'user 2')).toBe('two-phone-numbers');
      await logIn({ unionid: 'v', session: sessionOf('desk') });
      expect(await suite.store.joinUsers('user 1', 'user 2')).toBe('two-unionids');
      const { id } = await logIn({ openid: 'oDawei', session: sessionOf('other') });
      expect(await suite.store.joinUsers('user 1', id)).toBe('same-app');
      expect(await suite.store.exportUser('user 1')).toMatchObject({ nickname: 'first' });
    });
  });
}

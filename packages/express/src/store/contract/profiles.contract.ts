import { expect } from '../../suite/expect.ts';
import { hash, now, otherAppId, type StoreSuite, sessionOf } from './suite.contract.ts';

export function defineProfiles(suite: StoreSuite): void {
  const { describe, test, beforeEach, logIn } = suite;

  describe('the profile of a person', () => {
    const found = async () => (await suite.store.findSession(hash('phone'), now))?.user;
    const profile = { nickname: '小明 🎐', phoneNumber: '12066600001' };
    beforeEach(async () => {
      await logIn();
    });

    test('is empty at first', async () => {
      const user = await found();
      for (const member of Object.keys(profile)) expect(user).not.toHaveProperty(member);
    });

    test('is seen by every session and every later login', async () => {
      await suite.store.updateProfile('user 1', profile);
      expect(await found()).toMatchObject(profile);
      expect(await logIn({ session: sessionOf('tablet') })).toMatchObject(profile);
    });

    test('changes in the members that are given alone', async () => {
      await suite.store.updateProfile('user 1', profile);
      await suite.store.updateProfile('user 1', { nickname: '大明' });
      expect(await found()).toMatchObject({ ...profile, nickname: '大明' });
    });

    test('is shared by all AppIDs of a user, and no one else', async () => {
      await logIn({ unionid: 'u', session: sessionOf('tablet') });
      await suite.store.updateProfile('user 1', profile);
      const inOtherApp = { appId: otherAppId, unionid: 'u', session: sessionOf('other app') };
      expect(await logIn(inOtherApp)).toMatchObject(profile);
      expect(await logIn({ openid: 'oDawei', session: sessionOf('desk') })).not.toHaveProperty(
        'nickname',
      );
    });

    test('of an unknown user can be updated to no effect', async () => {
      await suite.store.updateProfile('stranger', profile);
      expect(await found()).not.toHaveProperty('nickname');
    });
  });

  describe('a picture', () => {
    const later = now + 1_000;
    const avatarOf = async () => (await suite.store.findSession(hash('phone'), now))?.user.avatar;
    const unused = (at = later) => suite.store.takeUnusedPictures({ now: at, limit: 100 });
    beforeEach(async () => {
      await logIn();
    });

    test('that is announced and given is seen by every session and later login', async () => {
      await suite.store.announcePicture('1.jpg', later);
      expect(await suite.store.replaceAvatar('user 1', '1.jpg')).toEqual({});
      expect(await avatarOf()).toBe('1.jpg');
      expect(await logIn({ session: sessionOf('tablet') })).toMatchObject({ avatar: '1.jpg' });
      expect(await unused(Number.MAX_SAFE_INTEGER)).toEqual([]);
    });

    test('names the one that it replaces, which is then unused until it is forgotten', async () => {
      for (const name of ['1.jpg', '2.jpg']) await suite.store.announcePicture(name, later);
      await suite.store.replaceAvatar('user 1', '1.jpg');
      expect(await suite.store.replaceAvatar('user 1', '2.jpg')).toEqual({ replaced: '1.jpg' });
      expect(await unused(now)).toEqual(['1.jpg']);
      await suite.store.forgetPictures(['1.jpg']);
      expect(await unused()).toEqual([]);
      expect(await avatarOf()).toBe('2.jpg');
    });

    test('of forty that come at once replaces another each, and one stays', async () => {
      const names = Array.from({ length: 40 }, (_, index) => `${index}.jpg`);
      await Promise.all(names.map((name) => suite.store.announcePicture(name, later)));
      const outcomes = await Promise.all(
        names.map((name) => suite.store.replaceAvatar('user 1', name)),
      );
      const replaced = outcomes.map((outcome) => outcome?.replaced);
      expect(replaced.filter((name) => name === undefined)).toHaveLength(1);
      const left = names.filter((name) => !replaced.includes(name));
      expect(left).toEqual([await avatarOf()]);
      expect((await unused()).sort()).toEqual(names.filter((name) => name !== left[0]).sort());
    });

    test('is unused from the announced time on, and not before', async () => {
      await suite.store.announcePicture('1.jpg', later);
      expect(await unused(later - 1)).toEqual([]);
      expect(await unused(later)).toEqual(['1.jpg']);
      expect(await unused(now)).toEqual(['1.jpg']);
    });

    test('that was given up or never announced is assigned to no one', async () => {
      for (const name of ['1.jpg', '2.jpg', '3.jpg'])
        await suite.store.announcePicture(name, later);
      await suite.store.replaceAvatar('user 1', '1.jpg');
      expect(await suite.store.giveUpPicture('2.jpg')).toBe(true);
      await unused();
      for (const name of ['2.jpg', '3.jpg', '4.jpg'])
        expect(await suite.store.replaceAvatar('user 1', name)).toBeUndefined();
      expect(await avatarOf()).toBe('1.jpg');
    });

    test('that a user has can not be given up', async () => {
      await suite.store.announcePicture('1.jpg', later);
      await suite.store.replaceAvatar('user 1', '1.jpg');
      expect(await suite.store.giveUpPicture('1.jpg')).toBe(false);
      expect(await unused()).toEqual([]);
    });

    test('for a user who is gone is unused', async () => {
      await suite.store.announcePicture('1.jpg', later);
      expect(await suite.store.replaceAvatar('stranger', '1.jpg')).toBeUndefined();
      expect(await unused(now)).toEqual(['1.jpg']);
    });

    test('is taken for unused in batches', async () => {
      for (const name of ['1.jpg', '2.jpg', '3.jpg'])
        await suite.store.announcePicture(name, later);
      expect(await suite.store.takeUnusedPictures({ now: later, limit: 2 })).toHaveLength(2);
    });
  });

  describe('what is taken back', () => {
    test('is gone, and the rest of the profile stays', async () => {
      await logIn();
      await suite.store.updateProfile('user 1', { nickname: '小明', phoneNumber: '12066600001' });
      await suite.store.updateProfile('user 1', { phoneNumber: null });
      expect(await suite.store.exportUser('user 1')).toMatchObject({ nickname: '小明' });
      expect(await suite.store.exportUser('user 1')).not.toHaveProperty('phoneNumber');
      await suite.store.updateProfile('user 1', { nickname: null });
      expect(await suite.store.exportUser('user 1')).not.toHaveProperty('nickname');
    });

    test('a picture is for the sweep', async () => {
      await logIn();
      await suite.store.announcePicture('a.png', now + 1_000);
      await suite.store.replaceAvatar('user 1', 'a.png');
      expect(await suite.store.removeAvatar('user 1')).toBe('a.png');
      expect(await suite.store.removeAvatar('user 1')).toBeUndefined();
      expect(await suite.store.removeAvatar('stranger')).toBeUndefined();
      expect(await suite.store.takeUnusedPictures({ now, limit: 10 })).toEqual(['a.png']);
    });
  });
}

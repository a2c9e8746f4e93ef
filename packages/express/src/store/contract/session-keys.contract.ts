import { expect } from '../../suite/expect.ts';
import { appId, now, type StoreSuite, sealed, sessionOf } from './suite.contract.ts';

export function defineSessionKeys(suite: StoreSuite): void {
  const { describe, test, logIn } = suite;

  describe('a session_key', () => {
    const text = ({ sealed }: { sealed: Uint8Array }) => Buffer.from(sealed).toString();
    const account = { appId, openid: 'oXiaoming' };
    const start = { after: { appId: '', openid: '' }, limit: 10 };

    test('is the one of the latest login', async () => {
      await logIn();
      const sessionKey = sealed('session_key 2', 'key 2');
      await logIn({ now: now + 5, session: sessionOf('tablet'), sessionKey });
      const found = await suite.store.findSessionKey(account);
      expect(found).toMatchObject({ keyId: 'key 2', issuedAt: now + 5 });
      expect(found && text(found)).toBe('session_key 2');
    });

    test('of an unknown account is not found', async () => {
      expect(await suite.store.findSessionKey(account)).toBeUndefined();
    });

    test('under another key is counted, and listed page by page', async () => {
      for (const openid of ['oA', 'oB', 'oC']) await logIn({ openid, session: sessionOf(openid) });
      const renewed = { openid: 'oD', session: sessionOf('oD') };
      await logIn({ ...renewed, sessionKey: sealed('session_key', 'key 2') });
      expect(await suite.store.countSessionKeys('key 2')).toEqual({ all: 4, notUnder: 3 });
      const first = await suite.store.listSessionKeysNotUnder('key 2', { ...start, limit: 2 });
      expect(first.map(({ openid }) => openid)).toEqual(['oA', 'oB']);
      const after = { appId, openid: 'oB' };
      const rest = await suite.store.listSessionKeysNotUnder('key 2', { after, limit: 2 });
      expect(rest.map((key) => [key.openid, key.keyId, text(key)])).toEqual([
        ['oC', 'key 1', 'session_key 1'],
      ]);
    });

    test('is sealed again, unless a login has replaced it meanwhile', async () => {
      await logIn();
      const to = sealed('again', 'key 2');
      await suite.store.resealSessionKeys([{ ...account, from: sealed('replaced since'), to }]);
      expect(await suite.store.countSessionKeys('key 2')).toEqual({ all: 1, notUnder: 1 });
      await suite.store.resealSessionKeys([{ ...account, from: sealed('session_key 1'), to }]);
      expect(await suite.store.countSessionKeys('key 2')).toEqual({ all: 1, notUnder: 0 });
      expect(await suite.store.findSessionKey(account)).toMatchObject({ issuedAt: now });
    });
  });
}

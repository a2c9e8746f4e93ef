import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createSessionKeyRing } from './seal.ts';

const oldSecret = 'the secret of last year, long enough';
const newSecret = 'the secret of this year, long enough';
const account = { appId: 'wx0000000000000001', openid: 'oXiaoming' };
const sessionKey = 'tiihtNczf5v6AKRyjwEUhQ==';

const oldRing = createSessionKeyRing({ secrets: [oldSecret], randomBytes });
const rotated = createSessionKeyRing({ secrets: [newSecret, oldSecret], randomBytes });
const newRing = createSessionKeyRing({ secrets: [newSecret], randomBytes });

describe('a session_key', () => {
  const sealed = oldRing.seal(sessionKey, account);

  test('opens with the secret that sealed it, also when a newer one has come', () => {
    expect(oldRing.unseal(sealed, account)).toBe(sessionKey);
    expect(rotated.unseal(sealed, account)).toBe(sessionKey);
  });

  test('does not open once its secret is gone', () => {
    expect(newRing.unseal(sealed, account)).toBeUndefined();
  });

  test("does not open as another account's", () => {
    expect(oldRing.unseal(sealed, { ...account, openid: 'oDawei' })).toBeUndefined();
  });

  test.each(['first', 'last'])('does not open once its %s bit has changed', (which) => {
    const bytes = Buffer.from(sealed.sealed);
    const at = which === 'first' ? 0 : bytes.length - 1;
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    expect(oldRing.unseal({ ...sealed, sealed: bytes }, account)).toBeUndefined();
  });

  test('is sealed under the newest secret, differently each time', () => {
    const [one, two] = [rotated.seal(sessionKey, account), rotated.seal(sessionKey, account)];
    expect(one.keyId).toBe(newRing.newestKeyId);
    expect(one.keyId).not.toBe(oldRing.newestKeyId);
    expect(Buffer.from(one.sealed).equals(Buffer.from(two.sealed))).toBe(false);
    expect(newRing.unseal(one, account)).toBe(sessionKey);
  });

  test('leaves no trace in what is kept', () => {
    expect(Buffer.from(sealed.sealed).toString('latin1')).not.toContain(sessionKey);
    expect(Buffer.from(sealed.sealed)).not.toContain(Buffer.from(sessionKey, 'base64'));
  });
});

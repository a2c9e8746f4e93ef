import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { openStore } from '../store/location/open-store.ts';
import { reencrypt } from './reencrypt.ts';
import { createSessionKeyRing, type SessionKeyRing } from './seal.ts';

const oldSecret = 'the secret of last year, long enough';
const newSecret = 'the secret of this year, long enough';
const oldRing = createSessionKeyRing({ secrets: [oldSecret], randomBytes });
const rotated = createSessionKeyRing({ secrets: [newSecret, oldSecret], randomBytes });
const newRing = createSessionKeyRing({ secrets: [newSecret], randomBytes });

const appId = 'wx0000000000000001';
const openids = Array.from({ length: 450 }, (_, n) => `o${String(n).padStart(3, '0')}`);

async function filledStore() {
  const store = openStore({ file: ':memory:' });
  const record = (openid: string, ring: SessionKeyRing) =>
    store.recordLogin({
      appId,
      openid,
      sessionKey: ring.seal(`session_key of ${openid}`, { appId, openid }),
      newUserId: `user ${openid}`,
      now: 0,
      session: {
        tokenHash: randomBytes(32).toString('base64url'),
        id: openid,
        createdAt: 0,
        lastSeenAt: 0,
        expiresAt: 1,
      },
    });
  await Promise.all(openids.map((openid) => record(openid, oldRing)));
  await record('oAlready', newRing);
  return store;
}

test('every session_key is under the newest secret afterwards, and is still the same', async () => {
  const store = await filledStore();
  const progress: string[] = [];
  const result = await reencrypt({
    store,
    sessionKeys: rotated,
    onProgress: (done, total) => void progress.push(`${done}/${total}`),
  });
  expect(result).toEqual({ all: 451, older: 450, unreadable: 0 });
  expect(progress).toEqual(['0/450', '200/450', '400/450', '450/450', '450/450']);
  for (const openid of openids) {
    const sealed = await store.findSessionKey({ appId, openid });
    expect(sealed && newRing.unseal(sealed, { appId, openid })).toBe(`session_key of ${openid}`);
  }
});

test('broken off and begun again, it does what is left', async () => {
  const store = await filledStore();
  let batches = 0;
  const dying = {
    ...store,
    resealSessionKeys: (...keys: Parameters<typeof store.resealSessionKeys>) =>
      ++batches === 2 ? Promise.reject(new Error('killed')) : store.resealSessionKeys(...keys),
  };
  const onProgress = () => undefined;
  await expect(reencrypt({ store: dying, sessionKeys: rotated, onProgress })).rejects.toThrow();
  const rest = await reencrypt({ store, sessionKeys: rotated, onProgress });
  expect(rest).toEqual({ all: 451, older: 250, unreadable: 0 });
});

test('what no secret opens stays as it is, and is counted', async () => {
  const store = await filledStore();
  const result = await reencrypt({ store, sessionKeys: newRing, onProgress: () => undefined });
  expect(result).toEqual({ all: 451, older: 450, unreadable: 450 });
  const account = { appId, openid: 'o000' };
  const sealed = await store.findSessionKey(account);
  expect(sealed && oldRing.unseal(sealed, account)).toBe('session_key of o000');
});

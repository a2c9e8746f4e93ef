import type { AccountKey, Store } from '../store/store.ts';
import type { SessionKeyRing } from './session-key-ring.ts';

/** Few enough that a server beside it hardly waits for the lock. */
const batch = 200;

/**
 * Seals every session_key under the newest secret that was sealed under an older one. Each batch is kept as soon as it
 * is done, so that this can be broken off at any time and begun again.
 * @param options.onProgress is told how many are done, of how many
 * @returns how many session_keys there are, how many of them were under an older secret, and how many of those stay as they
 * are because no secret on the ring decrypts them
 */
export async function reencrypt(options: {
  store: Store;
  sessionKeys: SessionKeyRing;
  onProgress: (done: number, total: number) => void;
}): Promise<{ all: number; older: number; unreadable: number }> {
  const { store, sessionKeys, onProgress } = options;
  const keyId = sessionKeys.newestKeyId;
  const { all, notUnder: older } = await store.countSessionKeys(keyId);
  let done = 0;
  let unreadable = 0;
  let after: AccountKey | undefined = { appId: '', openid: '' };
  onProgress(done, older);

  while (after) {
    const found = await store.listSessionKeysNotUnder(keyId, { after, limit: batch });
    const resealed = found.flatMap((from) => {
      const { appId, openid } = from;
      const sessionKey = sessionKeys.unseal(from, from);
      if (sessionKey === undefined) return [];
      return { appId, openid, from, to: sessionKeys.seal(sessionKey, from) };
    });
    await store.resealSessionKeys(resealed);
    done += found.length;
    unreadable += found.length - resealed.length;
    onProgress(done, older);
    after = found.at(-1);
  }
  return { all, older, unreadable };
}

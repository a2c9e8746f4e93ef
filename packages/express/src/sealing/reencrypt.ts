import type { AccountKey, Store } from '../store/store.ts';
import type { SessionKeyRing } from './seal.ts';

/** Small enough that a running server hardly waits for the lock. */
const batch = 200;

/**
 * Re-encrypts every session_key under an older secret with the newest one. Each batch is committed when it
 * is done, so this can be interrupted and run again.
 * @param options.onProgress called with the number done and the total
 * @returns the number of session_keys, how many were under an older secret, and how many of those are unchanged
 * because no secret in the ring decrypts them
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

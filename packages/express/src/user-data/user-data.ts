import { setTimeout as sleep } from 'node:timers/promises';
import { decryptUserData, UserDataError, type UserDataFault } from '@weapp-login/wechat-api';
import { ProblemError } from 'weapp-login';
import type { Handler } from '../request/handler.ts';
import type { SessionKeyRing } from '../sealing/seal.ts';
import type { Store } from '../store/store.ts';

/** The maximum age of the watermark, so that recorded data can't be replayed later. */
const maxAgeSeconds = 5 * 60;

/**
 * Failures that needed the key are returned this long after the decryption began: many times its duration,
 * whatever the fault. The timer starts before the key is used, so the response time doesn't depend on the data.
 */
const failureAfterMs = 20;

/** Faults that callers can see in their own input without a key, and may learn. */
const visible: Partial<Record<UserDataFault, { pointer: string; detail: string }>> = {
  'malformed-iv': { pointer: '/iv', detail: 'must be base64 of 16 bytes' },
  'malformed-data': {
    pointer: '/encryptedData',
    detail: 'must be base64 of whole blocks of 16 bytes; encode a + that travels in a form',
  },
};

/**
 * Decrypts data from a `wx.*` call with the session_key of the user's latest login. Any login of the
 * user may have replaced the key at WeChat, including one on another device or one not recorded here
 * (`POST /openid`); a new login fixes it.
 *
 * A wrong key, padding, content or watermark gets the same response after the same time: a
 * caller who could distinguish them could decrypt what another phone sent (a padding oracle).
 */
export function createUserData(options: {
  store: Store;
  sessionKeys: SessionKeyRing;
  now: () => number;
}): Handler<'userData'> {
  const { store, sessionKeys, now } = options;

  return async ({ body, caller: { user }, request }) => {
    const sealed = await store.findSessionKey(user);
    const failureIsDue = sleep(failureAfterMs);
    try {
      // A key whose secret was removed fails like a wrong key.
      const sessionKey = (sealed && sessionKeys.unseal(sealed, user)) ?? '';
      const decrypted = decryptUserData({
        ...body,
        sessionKey,
        appId: user.appId,
        now: now(),
        maxAgeSeconds,
      });
      const { watermark, ...data } = decrypted;
      return { data };
    } catch (error) {
      if (!(error instanceof UserDataError)) throw error;
      request.note({
        userData: error.fault,
        ...(sealed && { sessionKeyAgeMs: now() - sealed.issuedAt }),
      });
      const part = visible[error.fault];
      if (part) throw new ProblemError('invalid-request', { errors: [part] });
      await failureIsDue;
      throw new ProblemError('user-data-rejected');
    }
  };
}

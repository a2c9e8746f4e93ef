import { setTimeout as sleep } from 'node:timers/promises';
import { decryptUserData, UserDataError, type UserDataFault } from '@weapp-login/wechat-api';
import { ProblemError } from 'weapp-login';
import type { Handler } from '../request/handler.ts';
import type { SessionKeyRing } from '../sealing/session-key-ring.ts';
import type { Store } from '../store/store.ts';

/** How far the watermark may be from now, so that recorded data is of no use later. */
const maxAgeSeconds = 5 * 60;

/**
 * Every failure that needed the key is answered this long after the decryption began: many times what it takes,
 * whatever it finds. The timer is started before the key is used, so when it ends does not depend on the data.
 */
const failureAfterMs = 20;

/** What callers can see in their own input, without a key, and may be told. */
const visible: Partial<Record<UserDataFault, { pointer: string; detail: string }>> = {
  'malformed-iv': { pointer: '/iv', detail: 'must be base64 of 16 bytes' },
  'malformed-data': {
    pointer: '/encryptedData',
    detail: 'must be base64 of whole blocks of 16 bytes; encode a + that travels in a form',
  },
};

/**
 * Decrypts what a `wx.*` call gave the mini program, with the session_key of the person's latest login. Any login of the
 * person may have replaced the key at WeChat, also one on another device or one that this server keeps nothing of
 * (`POST /openid`); a new login brings the two together again.
 *
 * Whether the key, the padding, the content or the watermark was wrong, the answer is the same at the same time: a
 * caller who could tell them apart could decrypt what another phone sent (a padding oracle).
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
      // One that was sealed under a secret that was taken away fails like a wrong one.
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

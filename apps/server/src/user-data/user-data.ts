import { ProblemError } from '@weapp-login/shared';
import { decryptUserData, UserDataError, type UserDataFault } from '@weapp-login/wechat-api';
import type { Handler } from '../http/handler.ts';
import type { SessionKeyRing } from '../sealing/session-key-ring.ts';
import type { Store } from '../store/store.ts';

/** How far the watermark may be from now, so that what somebody recorded is of no use later. */
const maxAgeSeconds = 5 * 60;

/** The faults that another session_key would mend. Every other one is about what was sent. */
const aboutTheKey: ReadonlySet<UserDataFault> = new Set(['wrong-key', 'malformed-session-key']);

/**
 * Decrypts what a `wx.*` call gave the mini program, with the session_key of the person's latest login. Any login of the
 * person may have replaced the key at WeChat, also one on another device or one that this server keeps nothing of
 * (`POST /openid`); a new login brings the two together again.
 */
export function createUserData(options: {
  store: Store;
  sessionKeys: SessionKeyRing;
  now: () => number;
}): Handler<'userData'> {
  const { store, sessionKeys, now } = options;

  return async ({ body, caller: { user }, request }) => {
    const sealed = await store.findSessionKey(user);
    const sessionKey = sealed && sessionKeys.unseal(sealed, user);
    // Sealed under a secret that was taken away: only a login brings a key that can be read.
    if (!sessionKey) throw new ProblemError('session-key-stale');
    try {
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
      request.note({ userData: error.fault, sessionKeyAgeMs: now() - sealed.issuedAt });
      if (aboutTheKey.has(error.fault)) throw new ProblemError('session-key-stale');
      // Which fault it was would help to guess, answer by answer, at data that somebody else's phone sent.
      throw new ProblemError('invalid-request', { detail: 'The data cannot be decrypted.' });
    }
  };
}

import { hkdfSync } from 'node:crypto';
import type { AccountKey, SealedSessionKey } from '../store/store.ts';
import { seal, unseal } from './seal.ts';

/** Encrypts session_keys for the store. */
export interface SessionKeyRing {
  /** Under which key new ones are sealed. */
  readonly newestKeyId: string;
  seal(sessionKey: string, account: AccountKey): SealedSessionKey;
  /** The session_key, or undefined if its secret is not on the ring or it is another account's. */
  unseal(sealed: SealedSessionKey, account: AccountKey): string | undefined;
}

interface Key {
  id: string;
  key: Buffer;
}

/**
 * @param options.secrets newest first; the others only open what they sealed before the newest came
 */
export function createSessionKeyRing(options: {
  secrets: readonly [string, ...string[]];
  randomBytes: (size: number) => Buffer;
}): SessionKeyRing {
  const { secrets, randomBytes } = options;
  const [first, ...others] = secrets;
  const newest = keyOf(first);
  const keys = new Map([newest, ...others.map(keyOf)].map(({ id, key }) => [id, key]));

  return {
    newestKeyId: newest.id,
    seal: (sessionKey, account) => ({
      keyId: newest.id,
      sealed: seal(sessionKey, { key: newest.key, context: contextOf(account), randomBytes }),
    }),
    unseal({ keyId, sealed }, account) {
      const key = keys.get(keyId);
      if (!key) return undefined;
      try {
        return unseal(sealed, { key, context: contextOf(account) });
      } catch {
        return undefined;
      }
    },
  };
}

/** The id comes from the secret too, by a derivation of its own, so that no list of ids has to be kept. */
const keyOf = (secret: string): Key => ({
  id: derive(secret, 'session_key: id', 6).toString('base64url'),
  key: derive(secret, 'session_key: key', 32),
});

const derive = (secret: string, purpose: string, bytes: number) =>
  Buffer.from(hkdfSync('sha256', secret, '', purpose, bytes));

const contextOf = ({ appId, openid }: AccountKey) => JSON.stringify([appId, openid]);

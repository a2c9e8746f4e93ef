import { hkdfSync } from 'node:crypto';
import type { AccountKey, SealedSessionKey } from '../store/store.ts';
import { seal, unseal } from './seal.ts';

/** Encrypts session_keys for the store. */
export interface SessionKeyRing {
  /** The id of the key that seals new ones. */
  readonly newestKeyId: string;
  seal(sessionKey: string, account: AccountKey): SealedSessionKey;
  /** Returns the session_key, or undefined if its secret is not in the ring or it belongs to another account. */
  unseal(sealed: SealedSessionKey, account: AccountKey): string | undefined;
}

interface Key {
  id: string;
  key: Buffer;
}

/**
 * @param options.secrets newest first; older ones only decrypt
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

/** Key ids are also derived from the secrets, so that no list of ids is needed. */
const keyOf = (secret: string): Key => ({
  id: derive(secret, 'session_key: id', 6).toString('base64url'),
  key: derive(secret, 'session_key: key', 32),
});

const derive = (secret: string, purpose: string, bytes: number) =>
  Buffer.from(hkdfSync('sha256', secret, '', purpose, bytes));

const contextOf = ({ appId, openid }: AccountKey) => JSON.stringify([appId, openid]);

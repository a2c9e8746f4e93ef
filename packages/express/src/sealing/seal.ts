import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import type { AccountKey, SealedSessionKey } from '../store/store.ts';

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Encrypts and authenticates a text. Returns nonce, tag and ciphertext.
 * @param options.key 32 bytes
 * @param options.context the owner of the text; it decrypts only with the same context, so it can't be moved
 */
export function seal(
  text: string,
  options: { key: Buffer; context: string; randomBytes: (size: number) => Buffer },
): Uint8Array {
  const nonce = options.randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, options.key, nonce).setAAD(Buffer.from(options.context));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

/**
 * Decrypts the result of {@link seal}.
 * @throws if the key or context differs or the data was modified
 */
export function unseal(sealed: Uint8Array, options: { key: Buffer; context: string }): string {
  const bytes = Buffer.from(sealed);
  const nonce = bytes.subarray(0, nonceBytes);
  const tag = bytes.subarray(nonceBytes, nonceBytes + tagBytes);
  const decipher = createDecipheriv(algorithm, options.key, nonce, { authTagLength: tagBytes })
    .setAAD(Buffer.from(options.context))
    .setAuthTag(tag);
  return (
    decipher.update(bytes.subarray(nonceBytes + tagBytes), undefined, 'utf8') +
    decipher.final('utf8')
  );
}

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

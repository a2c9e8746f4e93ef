import { createCipheriv, createDecipheriv } from 'node:crypto';

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

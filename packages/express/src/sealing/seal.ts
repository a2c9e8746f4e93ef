import { createCipheriv, createDecipheriv } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Encrypts and signs a text: nonce, tag, ciphertext.
 * @param options.key 32 bytes
 * @param options.context what the text belongs to; it opens under the same context only, so that it can't be moved
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
 * The text of {@link seal}.
 * @throws if the key or the context is another, or a bit has changed
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

import { createDecipheriv } from 'node:crypto';
import { parseJson } from '../parse-json.ts';

export const blockBytes = 16;

/** The result of AES-128-CBC: JSON, or hints about why it is not. */
export interface Deciphered {
  /** Undefined if the content is not JSON. */
  json: unknown;
  /** Whether it ends with PKCS#7 padding. */
  padded: boolean;
  /** The number of blocks that are printable ASCII. */
  readableBlocks: number;
  /** Whether the first character is `{`. */
  startsLikeObject: boolean;
}

/**
 * Deciphers AES-128-CBC with PKCS#7 padding. Every step runs whatever the previous ones found, so that the timing does not
 * reveal which of them failed.
 * @param input.data whole blocks, at least one
 */
export function decipher(input: { key: Buffer; iv: Buffer; data: Buffer }): Deciphered {
  const { key, iv, data } = input;
  // The padding is left in place: the decrypted part helps to tell what is wrong.
  const decipher = createDecipheriv('aes-128-cbc', key, iv).setAutoPadding(false);
  const plain = Buffer.concat([decipher.update(data), decipher.final()]);
  const padding = paddingOf(plain);
  const content = plain.subarray(0, plain.length - padding);
  const text = content.toString('utf8');
  // Bytes that are not UTF-8 were replaced, so the text does not encode back to them.
  const isText = Buffer.from(text).equals(content);
  const json = parseJson(text);
  return {
    json: padding > 0 && isText ? json : undefined,
    padded: padding > 0,
    readableBlocks: countReadable(plain),
    startsLikeObject: plain[0] === 0x7b,
  };
}

/** Returns the length of the padding, 0 if there is none. Reads the whole last block in any case. */
function paddingOf(plain: Buffer): number {
  const length = plain.at(-1) ?? 0;
  let wrong = Number(length < 1) | Number(length > blockBytes);
  for (let back = 1; back <= blockBytes; back++)
    wrong |= Number(back <= length) & Number(plain.at(-back) !== length);
  return length * (1 - wrong);
}

/**
 * Counts readable blocks. In CBC a block depends on the key and the block before it, the first one on the key and the
 * iv, so readable blocks prove that the key is right: the watermark alone fills three, and one random block in ten
 * million is readable.
 */
function countReadable(plain: Buffer): number {
  let readable = 0;
  for (let start = 0; start < plain.length; start += blockBytes) {
    let unreadable = 0;
    for (let at = start; at < start + blockBytes; at++) {
      const byte = plain[at] ?? 0;
      unreadable |= Number(byte < 0x20) | Number(byte > 0x7e);
    }
    readable += 1 - unreadable;
  }
  return readable;
}

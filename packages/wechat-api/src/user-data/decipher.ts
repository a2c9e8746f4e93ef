import { createDecipheriv } from 'node:crypto';
import { parseJson } from '../parse-json.ts';

export const blockBytes = 16;

/** What AES-128-CBC made of the data: JSON, or signs of why it is not. */
export interface Deciphered {
  /** Undefined where the content is not JSON. */
  json: unknown;
  /** It ends with a padding of PKCS#7. */
  padded: boolean;
  /** How many blocks are printable ASCII. */
  readableBlocks: number;
  /** The first character is the one of a JSON object. */
  startsLikeObject: boolean;
}

/**
 * Deciphers AES-128-CBC with PKCS#7 padding. It takes every step whatever the steps before it found, so that how long
 * it takes does not say which of them failed.
 * @param input.data whole blocks, at least one
 */
export function decipher(input: { key: Buffer; iv: Buffer; data: Buffer }): Deciphered {
  const { key, iv, data } = input;
  // With the padding left in place, what did decrypt can tell why the rest did not.
  const decipher = createDecipheriv('aes-128-cbc', key, iv).setAutoPadding(false);
  const plain = Buffer.concat([decipher.update(data), decipher.final()]);
  const padding = paddingOf(plain);
  const content = plain.subarray(0, plain.length - padding);
  const text = content.toString('utf8');
  // Where bytes that are no UTF-8 were replaced, the text does not encode to them any more.
  const isText = Buffer.from(text).equals(content);
  const json = parseJson(text);
  return {
    json: padding > 0 && isText ? json : undefined,
    padded: padding > 0,
    readableBlocks: countReadable(plain),
    startsLikeObject: plain[0] === 0x7b,
  };
}

/** The length of the padding, 0 if there is none. Looks at the whole last block, whatever it finds on the way. */
function paddingOf(plain: Buffer): number {
  const length = plain.at(-1) ?? 0;
  let wrong = Number(length < 1) | Number(length > blockBytes);
  for (let back = 1; back <= blockBytes; back++)
    wrong |= Number(back <= length) & Number(plain.at(-back) !== length);
  return length * (1 - wrong);
}

/**
 * In CBC a block depends on the key and the block before it, the first one on the key and the iv. So readable blocks
 * prove the key: the watermark alone fills three, and chance makes one of ten million readable.
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

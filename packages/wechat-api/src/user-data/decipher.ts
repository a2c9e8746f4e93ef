import { createDecipheriv } from 'node:crypto';
import { UserDataError, type UserDataFault } from './errors.ts';

const blockBytes = 16;

/**
 * Deciphers AES-128-CBC with PKCS#7 padding to the JSON value inside.
 * @throws {UserDataError} `malformed-…`, `wrong-key`, `wrong-iv`, `bad-padding`, `not-json`
 */
export function decipherJson(input: {
  sessionKey: string;
  encryptedData: string;
  iv: string;
}): unknown {
  const key = readBase64(input.sessionKey, 'malformed-session-key');
  if (key.length !== blockBytes) throw new UserDataError('malformed-session-key');
  const iv = readBase64(input.iv, 'malformed-iv');
  if (iv.length !== blockBytes) throw new UserDataError('malformed-iv');
  const data = readBase64(input.encryptedData, 'malformed-data');
  if (data.length === 0 || data.length % blockBytes !== 0)
    throw new UserDataError('malformed-data');

  // With the padding left in place, what did decrypt can tell why the rest did not.
  const decipher = createDecipheriv('aes-128-cbc', key, iv).setAutoPadding(false);
  const plain = Buffer.concat([decipher.update(data), decipher.final()]);
  const content = unpad(plain);
  try {
    if (content) return JSON.parse(utf8.decode(content));
  } catch {
    // Neither error is kept: that of JSON.parse quotes the data.
  }
  throw new UserDataError(explain(plain, content !== undefined));
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function readBase64(text: string, fault: UserDataFault): Buffer {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text) throw new UserDataError(fault);
  return bytes;
}

function unpad(plain: Buffer): Buffer | undefined {
  const length = plain.at(-1) ?? 0;
  if (length < 1 || length > blockBytes) return undefined;
  const end = plain.length - length;
  return plain.subarray(end).every((byte) => byte === length) ? plain.subarray(0, end) : undefined;
}

/**
 * Why this is no JSON. In CBC a block depends on the key and the block before it, the first one on the key and the
 * iv. So readable blocks prove the key: the watermark alone fills three, and chance makes one of ten million readable.
 */
function explain(plain: Buffer, padded: boolean): UserDataFault {
  const blocks = Array.from({ length: plain.length / blockBytes }, (_, i) =>
    plain.subarray(i * blockBytes, (i + 1) * blockBytes),
  );
  if (blocks.filter(isReadable).length < 2) return 'wrong-key';
  if (!padded) return 'bad-padding';
  return plain[0] === 0x7b ? 'not-json' : 'wrong-iv';
}

const isReadable = (block: Buffer) => block.every((byte) => byte >= 0x20 && byte <= 0x7e);

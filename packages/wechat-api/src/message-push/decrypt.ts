import { createDecipheriv } from 'node:crypto';

const keyBytes = 32;
/** PKCS#7 pads to the key's length here, not to AES's block. */
const paddingBytes = 32;
const aesBlockBytes = 16;
/** Random bytes, then the message's length as 4 bytes in network order. */
const randomBytes = 16;
const headerBytes = randomBytes + 4;

/** Returns the 32 bytes that an EncodingAESKey stands for; undefined unless it is 43 characters of base64. */
export function readEncodingAesKey(encodingAesKey: string): Buffer | undefined {
  if (!/^[A-Za-z0-9+/]{43}$/.test(encodingAesKey)) return undefined;
  const key = Buffer.from(`${encodingAesKey}=`, 'base64');
  return key.length === keyBytes ? key : undefined;
}

/**
 * Decrypts `Encrypt` of 安全模式 (AES-256-CBC; the iv is the key's first 16 bytes).
 * https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html
 * @returns the message, and the AppID that it was encrypted for; undefined where it can't be decrypted
 */
export function decryptPush(
  encodingAesKey: string,
  encrypted: string,
): { text: string; appId: string } | undefined {
  const key = readEncodingAesKey(encodingAesKey);
  const data = Buffer.from(encrypted, 'base64');
  if (!key || data.length === 0 || data.length % aesBlockBytes !== 0) return undefined;
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(data), decipher.final()]);
  const padding = padded.at(-1) ?? 0;
  const end = padded.length - padding;
  const isPadded =
    padding >= 1 &&
    padding <= paddingBytes &&
    end >= headerBytes &&
    padded.subarray(end).every((byte) => byte === padding);
  if (!isPadded) return undefined;
  const messageEnd = headerBytes + padded.readUInt32BE(randomBytes);
  if (messageEnd > end) return undefined;
  return {
    text: padded.toString('utf8', headerBytes, messageEnd),
    appId: padded.toString('utf8', messageEnd, end),
  };
}

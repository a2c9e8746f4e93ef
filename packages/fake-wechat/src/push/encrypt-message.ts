import { createCipheriv, createHash, randomBytes } from 'node:crypto';

/** PKCS#7 pads to this many bytes, twice the block of AES. */
const blockBytes = 32;

/** Returns the hex SHA-1 that signs a push: over the Token and the other parts, sorted and joined. */
export function signPush(token: string, ...parts: string[]): string {
  return createHash('sha1')
    .update([token, ...parts].sort().join(''))
    .digest('hex');
}

/**
 * Encrypts a message as 安全模式 does: 16 random bytes, the length, the message, the AppID.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html
 * @param options.encodingAesKey 43 characters
 */
export function encryptMessage(options: {
  message: string;
  appId: string;
  encodingAesKey: string;
}): string {
  const { message, appId, encodingAesKey } = options;
  const key = Buffer.from(`${encodingAesKey}=`, 'base64');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(Buffer.byteLength(message));
  const content = Buffer.concat([
    randomBytes(16),
    length,
    Buffer.from(message),
    Buffer.from(appId),
  ]);
  const padding = blockBytes - (content.length % blockBytes);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([
    cipher.update(content),
    cipher.update(Buffer.alloc(padding, padding)),
    cipher.final(),
  ]).toString('base64');
}

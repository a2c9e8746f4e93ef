import { createHash, createHmac } from 'node:crypto';
import { equalInConstantTime } from '../constant-time.ts';

/**
 * Whether `rawData` is what WeChat gave the mini program along with `signature`: the hex SHA-1 of rawData and
 * session_key. The comparison takes as long wherever the first difference is. Follows
 * https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html
 */
export function verifySignature(input: {
  rawData: string;
  sessionKey: string;
  signature: string;
}): boolean {
  const expected = createHash('sha1')
    .update(input.rawData + input.sessionKey)
    .digest('hex');
  return equalInConstantTime(expected, input.signature);
}

/**
 * The signature of `message` that proves to WeChat that we hold a person's session_key: hex HMAC-SHA256, keyed with
 * the base64 text of the key as it stands, not with the bytes that it encodes. checkSessionKey and
 * resetUserSessionKey sign the empty message. Follows
 * https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_checksessionkey.html
 */
export function signWithSessionKey(input: { sessionKey: string; message: string }): string {
  return createHmac('sha256', input.sessionKey).update(input.message).digest('hex');
}

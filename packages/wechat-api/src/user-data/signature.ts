import { createHash, createHmac } from 'node:crypto';
import { equalInConstantTime } from '../constant-time.ts';

/**
 * Returns whether `signature` is WeChat's for `rawData`: the hex SHA-1 of rawData and session_key, compared in constant
 * time. See
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
 * Returns the signature that proves to WeChat that the caller has a person's session_key: hex HMAC-SHA256 keyed with the
 * base64 text of the key, not with its bytes. checkSessionKey and resetUserSessionKey sign the empty message. See
 * https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_checksessionkey.html
 */
export function signWithSessionKey(input: { sessionKey: string; message: string }): string {
  return createHmac('sha256', input.sessionKey).update(input.message).digest('hex');
}

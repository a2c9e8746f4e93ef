import { createHash } from 'node:crypto';
import { equalInConstantTime } from '../constant-time.ts';

/** What a mini program's console holds under 消息推送. */
export interface MessagePushApp {
  appId: string;
  /** Token: what signatures are made with. */
  token: string;
  /** EncodingAESKey, 43 characters. With one, nothing but 安全模式 and 兼容模式 is accepted. */
  encodingAesKey?: string | undefined;
}

/** The query of a request to the push address, of which anything can be missing. */
export interface MessagePushQuery {
  signature?: string | undefined;
  msg_signature?: string | undefined;
  timestamp?: string | undefined;
  nonce?: string | undefined;
  echostr?: string | undefined;
}

/**
 * Returns the signature of message push: hex SHA-1 of the Token and the other parts, sorted and joined.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html
 */
export const signPush = (token: string, ...parts: string[]): string =>
  createHash('sha1')
    .update([token, ...parts].sort().join(''))
    .digest('hex');

/**
 * Returns the apps whose Token made the signature. Each Token is tried, and each comparison takes as long wherever the
 * first difference is, so that the time reveals nothing about them.
 */
export function signersOf<App extends MessagePushApp>(
  apps: readonly App[],
  signature: string | undefined,
  ...parts: (string | undefined)[]
): App[] {
  return apps.filter(({ token }) =>
    equalInConstantTime(signPush(token, ...parts.map((part) => part ?? '')), signature ?? ''),
  );
}

/**
 * Returns the `echostr` to answer with, exactly as it came, when the push address is saved in the console.
 * Undefined unless WeChat signed the request.
 */
export function answerUrlCheck(
  { signature, timestamp, nonce, echostr }: MessagePushQuery,
  apps: readonly MessagePushApp[],
): string | undefined {
  return signersOf(apps, signature, timestamp, nonce).length > 0 ? echostr : undefined;
}

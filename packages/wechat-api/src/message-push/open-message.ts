import { decryptPush } from './decrypt.ts';
import { MessagePushError } from './errors.ts';
import { type PushedMessage, parseMessage } from './parse-message.ts';
import { type MessagePushApp, type MessagePushQuery, signersOf } from './signature.ts';

/** A message that WeChat vouches for. */
export interface OpenedMessage<App> {
  app: App;
  message: PushedMessage;
  /** The message as WeChat wrote it, decrypted: the same at each of its retries. */
  text: string;
}

/**
 * Opens a request that WeChat posted to the push address: checks its signature, decrypts and parses it.
 *
 * In 明文模式 the signature covers the timestamp and the nonce alone, so that anyone who has seen one address can send
 * any message under it; with an EncodingAESKey in the settings such a message is refused.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html
 *
 * @param input.maxAgeMs how far the signed timestamp may be from `now`
 * @throws {MessagePushError}
 */
export function openMessage<App extends MessagePushApp>(input: {
  query: MessagePushQuery;
  body: string;
  apps: readonly App[];
  now: number;
  maxAgeMs: number;
}): OpenedMessage<App> {
  const { query, body, apps, now, maxAgeMs } = input;
  const { signature, msg_signature: messageSignature, timestamp = '', nonce } = query;
  const opened =
    messageSignature === undefined
      ? openPlain({ body, signers: signersOf(apps, signature, timestamp, nonce) })
      : openEncrypted(body, (encrypted) =>
          signersOf(apps, messageSignature, timestamp, nonce, encrypted),
        );
  const signedAt = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) * 1000 : Number.NaN;
  if (!(Math.abs(now - signedAt) <= maxAgeMs)) throw new MessagePushError('stale-timestamp');
  return opened;
}

function openPlain<App extends MessagePushApp>(input: {
  body: string;
  signers: readonly App[];
}): OpenedMessage<App> {
  const { body, signers } = input;
  if (signers.length === 0) throw new MessagePushError('bad-signature');
  const plain = signers.filter(({ encodingAesKey }) => !encodingAesKey);
  if (plain.length === 0) throw new MessagePushError('not-encrypted');
  const message = parseMessage(body);
  // Apps that share a Token are distinguished by the message.
  const app = plain.find(({ appId }) => appId === message.get('AppID')) ?? (plain[0] as App);
  return { app, message, text: body };
}

function openEncrypted<App extends MessagePushApp>(
  body: string,
  signersOf: (encrypted: string) => App[],
): OpenedMessage<App> {
  const encrypted = parseMessage(body).get('Encrypt') ?? '';
  const signers = signersOf(encrypted);
  if (signers.length === 0) throw new MessagePushError('bad-signature');
  let fault: 'bad-encryption' | 'foreign-app' = 'bad-encryption';
  for (const app of signers) {
    const decrypted = app.encodingAesKey && decryptPush(app.encodingAesKey, encrypted);
    if (!decrypted) continue;
    const { appId, text } = decrypted;
    if (appId === app.appId) return { app, message: parseMessage(text), text };
    fault = 'foreign-app';
  }
  throw new MessagePushError(fault);
}

import { createCipheriv, randomBytes } from 'node:crypto';
import { signPush } from '../src/message-push/signature.ts';

/** The mini program of WeChat's worked example. */
export const publishedApp = {
  appId: 'wxba5fad812f8e6fb9',
  token: 'AAAAA',
  encodingAesKey: 'A'.repeat(43),
};

/** Encrypts as WeChat does in 安全模式. */
export function encryptPush(text: string, { appId, encodingAesKey } = publishedApp): string {
  const key = Buffer.from(`${encodingAesKey}=`, 'base64');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(Buffer.byteLength(text));
  const plain = Buffer.concat([randomBytes(16), length, Buffer.from(text), Buffer.from(appId)]);
  const padding = 32 - (plain.length % 32);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([
    cipher.update(plain),
    cipher.update(Buffer.alloc(padding, padding)),
    cipher.final(),
  ]).toString('base64');
}

/** A signed request to the push address: in plain text, or encrypted for the app. */
export function pushOf(
  text: string,
  options: { at: number; app?: typeof publishedApp; encrypt?: boolean; format?: 'xml' | 'json' },
) {
  const { at, app = publishedApp, encrypt = true, format = 'json' } = options;
  const timestamp = String(Math.floor(at / 1000));
  const nonce = String(randomBytes(4).readUInt32BE());
  const query = { timestamp, nonce, signature: signPush(app.token, timestamp, nonce) };
  if (!encrypt) return { query, body: text };
  const encrypted = encryptPush(text, app);
  return {
    query: { ...query, msg_signature: signPush(app.token, timestamp, nonce, encrypted) },
    body:
      format === 'json'
        ? JSON.stringify({ ToUserName: 'gh_97417a04a28d', Encrypt: encrypted })
        : `<xml><ToUserName><![CDATA[gh_97417a04a28d]]></ToUserName><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`,
  };
}

import { randomInt } from 'node:crypto';
import type { Config } from '@weapp-login/express/diagnostics';
import { signPush } from '@weapp-login/wechat-api';
import { Agent, request } from 'undici';
import { type CheckResult, failed, passed, warning } from './check-result.ts';

type App = Config['apps'][number];

const check = 'message push';
const path = '/wechat/messages';
const console_ = 'mp.weixin.qq.com → 开发管理 → 消息推送';
const timeoutMs = 5_000;

/**
 * Checks the settings of message push (消息推送) of an app. Without it, WeChat can't tell the server that a person has
 * taken consent back or closed the account.
 */
export function checkMessagePush({ appId, messageToken, encodingAesKey }: App): CheckResult {
  if (!messageToken)
    return warning(
      check,
      `not set up for ${appId}: WeChat cannot tell the server when a person takes consent back`,
      `enter <base URL>${path} at ${console_}, and its Token and EncodingAESKey as WECHAT_MESSAGE_TOKEN and WECHAT_ENCODING_AES_KEY`,
    );
  if (!encodingAesKey)
    return warning(
      check,
      `messages of ${appId} are accepted in plain text, which anyone who has seen one address can forge`,
      `choose 安全模式 at ${console_}, and set WECHAT_ENCODING_AES_KEY`,
    );
  return passed(check, `encrypted messages of ${appId} are accepted`);
}

/**
 * Calls the push address as the console does when it is saved.
 * @param options.ca certificate authorities to trust instead of the well-known ones
 */
export async function probeMessagePush(options: {
  baseUrl: string;
  app: App;
  now: () => number;
  ca?: string | undefined;
}): Promise<CheckResult[]> {
  const { baseUrl, app, now, ca } = options;
  if (!app.messageToken) return [];
  const timestamp = String(Math.floor(now() / 1000));
  const nonce = String(randomInt(1_000_000_000));
  const echostr = String(randomInt(1_000_000_000));
  const signature = signPush(app.messageToken, timestamp, nonce);
  const query = new URLSearchParams({ signature, timestamp, nonce, echostr });
  const dispatcher = new Agent({ connect: { timeout: timeoutMs, ...(ca && { ca }) } });
  try {
    const { statusCode, body } = await request(`${baseUrl}${path}?${query}`, {
      dispatcher,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
    });
    const text = await body.text();
    if (text === echostr) return [passed(check, `${baseUrl}${path} answers WeChat's check`)];
    return [
      failed(
        check,
        `${baseUrl}${path} does not answer WeChat's check: it returns ${statusCode}`,
        'pass this path on in the proxy, and start the server with the same WECHAT_MESSAGE_TOKEN',
      ),
    ];
  } catch {
    // That the server can't be reached is reported for its base URL.
    return [];
  } finally {
    await dispatcher.close();
  }
}

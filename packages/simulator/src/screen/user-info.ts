import type { Manifest } from '../mini-program/manifest.ts';
import type { Host } from '../phone-protocol.ts';
import { WxFailure } from './api-call.ts';

/**
 * User info as the platform answers it since 2022-10, the same for every user: 微信用户 and a grey picture.
 * https://developers.weixin.qq.com/miniprogram/dev/api/open-api/user-info/wx.getUserProfile.html
 * @returns the encrypted data too, once the mini program has called wx.login
 */
export async function userInfoOf({ host, manifest }: { host: Host; manifest: Manifest }) {
  const { personId } = host.settings;
  const { body } = await host.send('/wx/user-info', { personId, appId: manifest.appId }).answer;
  const { rawData, message, ...encrypted } = body as Record<string, string | undefined>;
  if (rawData === undefined) throw new WxFailure(String(message));
  return { userInfo: JSON.parse(rawData) as object, rawData, ...encrypted };
}

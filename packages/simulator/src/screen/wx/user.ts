import { type Options, WxFailure } from './api-call.ts';
import type { Api, WxContext } from './context.ts';

/**
 * User info as the platform answers it since 2022-10, the same for every user: 微信用户 and a grey picture.
 * https://developers.weixin.qq.com/miniprogram/dev/api/open-api/user-info/wx.getUserProfile.html
 * @returns the encrypted data too, once the mini program has called wx.login
 */
export async function userInfoOf({ host, manifest }: Pick<WxContext, 'host' | 'manifest'>) {
  const { personId } = host.settings;
  const { body } = await host.send('/wx/user-info', { personId, appId: manifest.appId }).answer;
  const { rawData, message, ...encrypted } = body as Record<string, string | undefined>;
  if (rawData === undefined) throw new WxFailure(String(message));
  return { userInfo: JSON.parse(rawData) as object, rawData, ...encrypted };
}

/** User info, and what the person lets the mini program do. */
export function userApi(context: WxContext): Api {
  const { caller, scopes, gesture } = context;
  const userProfile = caller.api('getUserProfile', ({ desc }) => {
    if (typeof desc !== 'string' || desc === '')
      throw new WxFailure('desc length does not meet the requirements');
    return userInfoOf(context);
  });
  const untapped = caller.api('getUserProfile', () => {
    throw new WxFailure('can only be invoked by user TAP gesture.');
  });
  return {
    getUserInfo: caller.api('getUserInfo', async ({ withCredentials }) => {
      const info = await userInfoOf(context);
      return withCredentials === false ? { userInfo: info.userInfo, rawData: info.rawData } : info;
    }),
    getUserProfile: (options?: Options) => (gesture.active() ? userProfile : untapped)(options),
    getSetting: caller.api('getSetting', () => ({ authSetting: scopes.settings() })),
    openSetting: caller.api('openSetting', async () => {
      await scopes.open();
      return { authSetting: scopes.settings() };
    }),
    authorize: caller.api('authorize', ({ scope }) => scopes.require(String(scope))),
  };
}

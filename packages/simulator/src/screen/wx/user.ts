import { type Options, WxFailure } from '../api-call.ts';
import { userInfoOf } from '../user-info.ts';
import type { Api, WxContext } from './context.ts';

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

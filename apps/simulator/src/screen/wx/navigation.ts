import type { Api, WxContext } from './context.ts';

/** https://developers.weixin.qq.com/miniprogram/dev/api/route/wx.navigateTo.html and its neighbours. */
export const navigationApi = ({ caller, pages }: WxContext): Api => ({
  navigateTo: caller.api('navigateTo', ({ url, events }) => {
    const eventChannel = pages.navigateTo(
      String(url),
      (events ?? {}) as Record<string, () => void>,
    );
    return { eventChannel };
  }),
  redirectTo: caller.api('redirectTo', ({ url }) => void pages.redirectTo(String(url))),
  reLaunch: caller.api('reLaunch', ({ url }) => void pages.reLaunch(String(url))),
  switchTab: caller.api('switchTab', ({ url }) => void pages.switchTab(String(url))),
  navigateBack: caller.api('navigateBack', ({ delta }) => void pages.back(Number(delta ?? 1))),
});

import type { Api, WxContext } from './context.ts';

/** https://developers.weixin.qq.com/miniprogram/dev/api/route/wx.navigateTo.html and its neighbours. */
export const navigationApi = ({ caller, pages }: WxContext): Api => ({
  navigateTo: caller.api('navigateTo', ({ url, events }) => ({
    eventChannel: pages.navigateTo(String(url), (events ?? {}) as Record<string, () => void>),
  })),
  redirectTo: caller.api('redirectTo', ({ url }) => pages.redirectTo(String(url))),
  reLaunch: caller.api('reLaunch', ({ url }) => pages.reLaunch(String(url))),
  switchTab: caller.api('switchTab', ({ url }) => pages.switchTab(String(url))),
  navigateBack: caller.api('navigateBack', ({ delta }) => pages.navigateBack(Number(delta ?? 1))),
});

import type { Api, WxContext } from './context.ts';

/** Many programs set up WeChat's cloud and never ask it for anything; what they do ask for is refused by name. */
export const cloudApi = ({ standIns }: WxContext): Api => ({
  cloud: Object.defineProperty(standIns.wx.cloud as object, 'init', { value: () => {} }),
});

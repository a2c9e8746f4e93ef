import { WxFailure } from '../api-call.ts';
import type { TabBarChange } from '../pages.ts';
import type { Api, WxContext } from './context.ts';

/** https://developers.weixin.qq.com/miniprogram/dev/api/ui/tab-bar/wx.setTabBarItem.html and its neighbours */
export function tabBarApi({ caller, pages }: WxContext): Api {
  const given = (values: Record<string, unknown>): TabBarChange =>
    Object.fromEntries(
      Object.entries(values).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, String(value)]],
      ),
    );
  const change = (index: unknown, changed: TabBarChange) => {
    if (!pages.changeTab(Number(index), changed)) throw new WxFailure('not TabBar page');
  };
  return {
    setTabBarItem: caller.api('setTabBarItem', ({ index, text, iconPath, selectedIconPath }) =>
      change(index, given({ text, iconPath, selectedIconPath })),
    ),
    setTabBarStyle: caller.api('setTabBarStyle', (options) => {
      const { color, selectedColor, backgroundColor, borderStyle } = options;
      change(undefined, given({ color, selectedColor, backgroundColor, borderStyle }));
    }),
    setTabBarBadge: caller.api('setTabBarBadge', ({ index, text }) =>
      change(index, { badge: String(text) }),
    ),
    removeTabBarBadge: caller.api('removeTabBarBadge', ({ index }) => change(index, { badge: '' })),
    showTabBarRedDot: caller.api('showTabBarRedDot', ({ index }) => change(index, { badge: ' ' })),
    hideTabBarRedDot: caller.api('hideTabBarRedDot', ({ index }) => change(index, { badge: '' })),
    showTabBar: caller.api('showTabBar', () => change(undefined, { hidden: false })),
    hideTabBar: caller.api('hideTabBar', () => change(undefined, { hidden: true })),
  };
}

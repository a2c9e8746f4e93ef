import type { BuiltIn } from './define.ts';
import { hover } from './global-properties.ts';
import { showPressed } from './pressed.ts';

const calls: Record<string, string> = {
  navigate: 'navigateTo',
  redirect: 'redirectTo',
  switchTab: 'switchTab',
  reLaunch: 'reLaunch',
  navigateBack: 'navigateBack',
};

/** https://developers.weixin.qq.com/miniprogram/dev/component/navigator.html */
export const navigator: BuiltIn = {
  properties: {
    ...hover('navigator-hover', 50, 600),
    target: 'self',
    url: '',
    openType: 'navigate',
    delta: 1,
  },
  create(part) {
    showPressed(part);
    part.element.setAttribute('role', 'link');
    part.element.tabIndex = 0;
    part.element.addEventListener('click', () => {
      const { openType, target, url, delta } = part.data;
      const call = target === 'self' ? calls[String(openType)] : undefined;
      if (call) part.context.call(call, call === 'navigateBack' ? { delta } : { url });
      else part.context.refuse(part, `<navigator target="${target}" open-type="${openType}">`);
    });
    return {};
  },
};

import type { BuiltIn } from './define.ts';
import { hover } from './global-properties.ts';
import { showPressed } from './pressed.ts';

/** https://developers.weixin.qq.com/miniprogram/dev/component/view.html */
export const view: BuiltIn = {
  properties: hover('none', 50, 400),
  create(part) {
    showPressed(part);
    return {};
  },
};

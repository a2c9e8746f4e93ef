import { type BuiltIn, builtInOf } from './define.ts';

const controls = 'wx-button,wx-checkbox,wx-radio,wx-switch,wx-input,wx-textarea';

/** https://developers.weixin.qq.com/miniprogram/dev/component/label.html */
export const label: BuiltIn = {
  properties: { for: '' },
  create(part) {
    part.element.addEventListener('click', (event) => {
      if ((event.target as Element).closest(controls)) return;
      const target = part.data.for
        ? part.element.closest('[data-route]')?.querySelector(`[id="${part.data.for}"]`)
        : part.element.querySelector(controls);
      if (target) builtInOf(target)?.behaviour.activate?.();
    });
    return {};
  },
};

import type { BuiltIn } from './define.ts';
import { typing, typingProperties } from './typing.ts';

/** https://developers.weixin.qq.com/miniprogram/dev/component/textarea.html */
export const textarea: BuiltIn = {
  properties: {
    ...typingProperties,
    autoHeight: false,
    fixed: false,
    showConfirmBar: true,
    disableDefaultPadding: false,
  },
  create(part) {
    const field = document.createElement('textarea');
    const behaviour = typing(part, field);
    return {
      ...behaviour,
      render() {
        behaviour.render?.();
        part.element.toggleAttribute('auto-height', part.data.autoHeight === true);
        if (part.data.autoHeight !== true) return;
        field.style.height = 'auto';
        field.style.height = `${field.scrollHeight}px`;
      },
    };
  },
};

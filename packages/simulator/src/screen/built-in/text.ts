import type { BuiltIn } from './define.ts';

/** https://developers.weixin.qq.com/miniprogram/dev/component/text.html */
export const text: BuiltIn = {
  properties: { userSelect: false, selectable: false, space: '', decode: false },
  create: (part) => ({
    render() {
      const { userSelect, selectable, space } = part.data;
      part.element.toggleAttribute('data-select', userSelect === true || selectable === true);
      part.element.toggleAttribute('data-space', space !== '');
    },
  }),
};

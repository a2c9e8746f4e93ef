import type { BuiltIn } from './define.ts';

/** https://developers.weixin.qq.com/miniprogram/dev/component/page-meta.html */
export const pageMeta: BuiltIn = {
  properties: { pageStyle: '', rootFontSize: '', backgroundTextStyle: '', backgroundColor: '' },
  create: (part) => ({
    attached() {
      const page = part.element.closest<HTMLElement>('wx-page');
      if (page && part.data.pageStyle) page.setAttribute('style', String(part.data.pageStyle));
    },
  }),
};

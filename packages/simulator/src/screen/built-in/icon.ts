import type { BuiltIn } from './define.ts';

const shapes: Record<string, { sign: string; color: string }> = {
  success: { sign: '✓', color: '#09bb07' },
  success_no_circle: { sign: '✓', color: '#09bb07' },
  info: { sign: 'i', color: '#10aeff' },
  warn: { sign: '!', color: '#f76260' },
  waiting: { sign: '…', color: '#10aeff' },
  cancel: { sign: '×', color: '#f43530' },
  download: { sign: '↓', color: '#09bb07' },
  search: { sign: '⌕', color: '#b2b2b2' },
  clear: { sign: '×', color: '#b2b2b2' },
};

/** https://developers.weixin.qq.com/miniprogram/dev/component/icon.html */
export const icon: BuiltIn = {
  properties: { type: '', size: 23, color: '' },
  create: (part) => ({
    render() {
      const { type, size, color } = part.data;
      const shape = shapes[String(type)];
      if (!shape) return;
      part.element.textContent = shape.sign;
      part.element.setAttribute('type', String(type));
      part.element.style.setProperty('--icon-color', String(color || shape.color));
      part.element.style.setProperty('--icon-size', `${Number.parseFloat(String(size))}px`);
    },
  }),
};

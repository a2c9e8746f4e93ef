import type { BuiltIn } from './define.ts';

/** https://developers.weixin.qq.com/miniprogram/dev/component/progress.html */
export const progress: BuiltIn = {
  properties: {
    percent: 0,
    showInfo: false,
    strokeWidth: 6,
    color: '#09BB07',
    activeColor: '',
    backgroundColor: '#EBEBEB',
    active: false,
    borderRadius: 0,
  },
  create(part) {
    part.element.setAttribute('role', 'progressbar');
    return {
      render() {
        const { percent, strokeWidth, color, activeColor, backgroundColor } = part.data;
        const { style } = part.element;
        part.element.setAttribute('aria-valuenow', String(percent));
        part.element.toggleAttribute('show-info', part.data.showInfo === true);
        part.element.setAttribute('data-info', `${percent}%`);
        style.setProperty('--percent', `${percent}%`);
        style.setProperty('--stroke', `${strokeWidth}px`);
        style.setProperty('--color', String(activeColor || color));
        style.setProperty('--background', String(backgroundColor));
      },
    };
  },
};

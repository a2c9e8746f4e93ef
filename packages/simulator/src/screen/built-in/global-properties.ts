import type { Property } from './define.ts';

const ariaNames = [
  'activedescendant atomic autocomplete busy checked colcount colindex colspan controls current describedby',
  'details disabled dropeffect errormessage expanded flowto grabbed haspopup hidden invalid keyshortcuts',
  'label labelledby level live modal multiline multiselectable orientation owns placeholder posinset',
  'pressed readonly relevant required role roledescription rowcount rowindex rowspan selected setsize sort',
  'valuemax valuemin valuenow valuetext',
]
  .join(' ')
  .split(' ');

/** https://developers.weixin.qq.com/miniprogram/dev/component/aria-component.html */
export const aria: Record<string, Property> = Object.fromEntries(
  ariaNames.map((name) => [`aria${name[0]?.toUpperCase()}${name.slice(1)}`, null]),
);

/** Of every component. */
export const globalProperties: Record<string, Property> = { hidden: false, animation: null };

/** Of every component that shows that it is pressed; times in milliseconds. */
export const hover = (hoverClass: string, hoverStartTime: number, hoverStayTime: number) => ({
  hoverClass,
  hoverStartTime,
  hoverStayTime,
  hoverStopPropagation: false,
});

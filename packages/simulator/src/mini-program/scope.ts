/** Stands for the style scope of a component until the phone knows it. */
export const scopeMark = '__scope__';

/** rpx as a 750th of the screen's width, and the phone's own safe area. */
export const screenUnits = (value: string): string =>
  value
    .replace(/(?<![\w#.-])(-?(?:\d+\.?\d*|\.\d+))rpx\b/g, 'calc($1 * var(--rpx))')
    .replace(/\b(?:env|constant)\(\s*(safe-area-inset-\w+)/g, 'var(--$1');

import { createCanvas } from './canvas.ts';
import type { StandIns } from './wx/stand-ins.ts';

/**
 * The objects behind elements, one for each: a canvas, a video, a scroll-view.
 * @returns null for an element without one
 */
export function createElementNodes(options: {
  standIns: StandIns;
  urlOf(source: string, element: Element): string;
}): (element: Element) => unknown {
  const { standIns, urlOf } = options;
  const known = new WeakMap<Element, unknown>();
  const makers: Record<string, (element: Element) => unknown> = {
    'wx-canvas': (element) => createCanvas({ element, standIns, urlOf }),
    'wx-video': () => standIns.of('VideoContext'),
    'wx-scroll-view': scrollViewContext,
  };
  return (element) => {
    const make = makers[element.tagName.toLowerCase()];
    if (make && !known.has(element)) known.set(element, make(element));
    return known.get(element) ?? null;
  };
}

/** https://developers.weixin.qq.com/miniprogram/dev/api/ui/scroll/ScrollViewContext.html */
const scrollViewContext = (element: Element) => ({
  scrollTo({ top, left, animated }: { top?: number; left?: number; animated?: boolean }) {
    element.scrollTo({
      ...(top !== undefined && { top }),
      ...(left !== undefined && { left }),
      behavior: animated ? 'smooth' : 'auto',
    });
  },
  scrollIntoView(selector: string) {
    element.querySelector(selector)?.scrollIntoView();
  },
});

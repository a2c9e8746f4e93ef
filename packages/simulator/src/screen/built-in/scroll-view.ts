import type { BuiltIn } from './define.ts';

/** https://developers.weixin.qq.com/miniprogram/dev/component/scroll-view.html */
export const scrollView: BuiltIn = {
  properties: {
    scrollX: false,
    scrollY: false,
    upperThreshold: 50,
    lowerThreshold: 50,
    scrollTop: 0,
    scrollLeft: 0,
    scrollIntoView: '',
    scrollWithAnimation: false,
    enableBackToTop: false,
    enablePassive: false,
    enableFlex: false,
    enhanced: false,
    bounces: true,
    showScrollbar: true,
    scrollAnchoring: false,
    type: '',
  },
  create(part) {
    const { element } = part;
    const asked = { top: 0, left: 0, into: '' };
    let last = { top: 0, left: 0 };
    element.addEventListener('scroll', () => {
      const { scrollTop, scrollLeft, scrollHeight, scrollWidth, clientHeight, clientWidth } =
        element;
      const [deltaX, deltaY] = [last.left - scrollLeft, last.top - scrollTop];
      part.trigger('scroll', { scrollTop, scrollLeft, scrollHeight, scrollWidth, deltaX, deltaY });
      const upper = Number(part.data.upperThreshold);
      const lower = Number(part.data.lowerThreshold);
      const below = (top: number) => scrollHeight - clientHeight - top <= lower;
      const right = (left: number) => scrollWidth - clientWidth - left <= lower;
      if (deltaY > 0 && scrollTop <= upper && last.top > upper)
        part.trigger('scrolltoupper', { direction: 'top' });
      if (deltaX > 0 && scrollLeft <= upper && last.left > upper)
        part.trigger('scrolltoupper', { direction: 'left' });
      if (deltaY < 0 && below(scrollTop) && !below(last.top))
        part.trigger('scrolltolower', { direction: 'bottom' });
      if (deltaX < 0 && right(scrollLeft) && !right(last.left))
        part.trigger('scrolltolower', { direction: 'right' });
      last = { top: scrollTop, left: scrollLeft };
    });

    function follow() {
      const { scrollTop, scrollLeft, scrollIntoView, scrollWithAnimation } = part.data;
      const behavior = scrollWithAnimation ? 'smooth' : 'auto';
      const [top, left] = [Number(scrollTop), Number(scrollLeft)];
      if (top !== asked.top || left !== asked.left) element.scrollTo({ top, left, behavior });
      if (scrollIntoView && scrollIntoView !== asked.into)
        element.querySelector(`[id="${scrollIntoView}"]`)?.scrollIntoView({ behavior });
      Object.assign(asked, { top, left, into: scrollIntoView });
    }
    return {
      render() {
        element.toggleAttribute('scroll-x', part.data.scrollX === true);
        element.toggleAttribute('scroll-y', part.data.scrollY === true);
        if (element.isConnected) follow();
      },
      attached: follow,
    };
  },
};

import type { BuiltIn, Property } from './define.ts';

/** A box that is drawn by its children and its styles alone. */
const plain = (properties: Record<string, Property> = {}): BuiltIn => ({ properties });

/** https://developers.weixin.qq.com/miniprogram/dev/component/cover-view.html */
export const coverView = plain({ scrollTop: 0, markerId: '', slot: '' });
export const ad = plain({
  unitId: '',
  adIntervals: 0,
  adType: 'banner',
  adTheme: 'white',
});
/** https://developers.weixin.qq.com/miniprogram/dev/component/movable-area.html */
export const movableArea = plain({ scaleArea: false });
/** https://developers.weixin.qq.com/miniprogram/dev/component/match-media.html: always shown here */
export const matchMedia = plain({ minWidth: 0, maxWidth: 0, orientation: '' });
/** https://developers.weixin.qq.com/miniprogram/dev/component/navigation-bar.html: in page-meta, whose bar stays as it is */
export const navigationBar = plain({
  title: '',
  loading: false,
  frontColor: '',
  backgroundColor: '',
  colorAnimationDuration: 0,
  colorAnimationTimingFunc: '',
});

/** https://developers.weixin.qq.com/miniprogram/dev/component/root-portal.html: over everything, whatever it is inside of */
export const rootPortal: BuiltIn = {
  properties: { enable: true },
  create: ({ element, data }) => ({
    render: () => element.toggleAttribute('data-over', data.enable === true),
  }),
};

/** https://developers.weixin.qq.com/miniprogram/dev/component/page-container.html */
export const pageContainer: BuiltIn = {
  properties: {
    show: false,
    duration: 300,
    zIndex: 100,
    overlay: true,
    position: 'bottom',
    round: false,
    closeOnSlideDown: false,
    overlayStyle: '',
    customStyle: '',
  },
  create(part) {
    let shown = false;
    return {
      render() {
        const { show, position, zIndex } = part.data;
        part.element.toggleAttribute('data-shown', show === true);
        part.element.setAttribute('position', String(position));
        part.element.style.zIndex = String(zIndex);
        if (shown === (show === true)) return;
        shown = show === true;
        const stages = shown
          ? ['beforeenter', 'enter', 'afterenter']
          : ['beforeleave', 'leave', 'afterleave'];
        queueMicrotask(() => {
          for (const stage of stages) part.trigger(stage);
        });
      },
    };
  },
};

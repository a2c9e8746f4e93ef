import type { BuiltIn } from './define.ts';

/** https://developers.weixin.qq.com/miniprogram/dev/component/swiper.html */
export const swiper: BuiltIn = {
  properties: {
    indicatorDots: false,
    indicatorColor: 'rgba(0, 0, 0, .3)',
    indicatorActiveColor: '#000000',
    autoplay: false,
    current: 0,
    interval: 5000,
    duration: 500,
    circular: false,
    vertical: false,
  },
  create(part) {
    const { element } = part;
    const dots = document.createElement('div');
    dots.className = 'wx-swiper-dots';
    let shown = -1;
    let timer: ReturnType<typeof setInterval> | undefined;
    const items = () => [...element.querySelectorAll<HTMLElement>('wx-swiper-item')];

    function show(index: number, source: '' | 'autoplay' | 'touch') {
      const all = items();
      const current = Math.max(0, Math.min(index, all.length - 1));
      for (const [place, item] of all.entries()) {
        const offset = `${(place - current) * 100}%`;
        item.style.transition = `transform ${shown < 0 ? 0 : part.data.duration}ms`;
        item.style.transform = part.data.vertical
          ? `translateY(${offset})`
          : `translateX(${offset})`;
      }
      dots.replaceChildren(
        ...all.map((_, place) => {
          const dot = document.createElement('i');
          const { indicatorColor, indicatorActiveColor } = part.data;
          dot.style.background = String(place === current ? indicatorActiveColor : indicatorColor);
          return dot;
        }),
      );
      const moved = shown >= 0 && shown !== current;
      shown = current;
      if (!moved) return;
      if (part.data.current !== current) part.set('current', current);
      part.trigger('change', { current, currentItemId: '', source });
    }

    let from: { x: number; y: number } | undefined;
    element.addEventListener('pointerdown', ({ clientX: x, clientY: y }) => {
      from = { x, y };
    });
    element.addEventListener('pointerup', ({ clientX, clientY }) => {
      if (!from) return;
      const distance = part.data.vertical ? clientY - from.y : clientX - from.x;
      from = undefined;
      if (Math.abs(distance) > 30) show(shown + (distance < 0 ? 1 : -1), 'touch');
    });
    const play = () => {
      clearInterval(timer);
      if (part.data.autoplay !== true) return;
      timer = setInterval(
        () => show((shown + 1) % items().length, 'autoplay'),
        Number(part.data.interval),
      );
    };
    return {
      attached() {
        element.append(dots);
        queueMicrotask(() => show(Number(part.data.current), ''));
        play();
      },
      detached: () => clearInterval(timer),
      render() {
        dots.hidden = part.data.indicatorDots !== true;
        element.toggleAttribute('vertical', part.data.vertical === true);
        if (!element.isConnected) return;
        if (Number(part.data.current) !== shown) show(Number(part.data.current), '');
        play();
      },
    };
  },
};

/** https://developers.weixin.qq.com/miniprogram/dev/component/swiper-item.html */
export const swiperItem: BuiltIn = { properties: { itemId: '', skipHiddenItemLayout: false } };

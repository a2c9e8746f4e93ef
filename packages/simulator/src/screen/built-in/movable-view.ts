import type { BuiltIn } from './define.ts';

/** Inside of a movable-area: https://developers.weixin.qq.com/miniprogram/dev/component/movable-view.html */
export const movableView: BuiltIn = {
  properties: {
    direction: 'none',
    inertia: false,
    outOfBounds: false,
    x: 0,
    y: 0,
    damping: 20,
    friction: 2,
    disabled: false,
    scale: false,
    scaleMin: 0.1,
    scaleMax: 10,
    scaleValue: 1,
    animation: true,
  },
  create(part) {
    const { element } = part;
    const at = { x: 0, y: 0 };
    let grip: { x: number; y: number } | undefined;
    const place = () => {
      element.style.transform = `translate(${at.x}px, ${at.y}px) scale(${part.data.scaleValue})`;
    };
    element.addEventListener('pointerdown', ({ clientX, clientY }) => {
      if (part.data.disabled !== true) grip = { x: clientX - at.x, y: clientY - at.y };
    });
    const move = ({ clientX, clientY }: PointerEvent) => {
      const { direction } = part.data;
      if (!grip || direction === 'none') return;
      const area = element.closest('wx-movable-area') ?? element;
      const within = (wanted: number, room: number) =>
        Math.min(Math.max(wanted, 0), Math.max(room, 0));
      if (direction !== 'vertical')
        at.x = within(clientX - grip.x, area.clientWidth - element.clientWidth);
      if (direction !== 'horizontal')
        at.y = within(clientY - grip.y, area.clientHeight - element.clientHeight);
      place();
      part.trigger('change', { ...at, source: 'touch' });
    };
    const release = () => {
      grip = undefined;
    };
    return {
      attached() {
        document.addEventListener('pointermove', move);
        document.addEventListener('pointerup', release);
      },
      detached() {
        document.removeEventListener('pointermove', move);
        document.removeEventListener('pointerup', release);
      },
      render() {
        Object.assign(at, { x: Number(part.data.x), y: Number(part.data.y) });
        place();
      },
    };
  },
};

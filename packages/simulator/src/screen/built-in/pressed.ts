import type { Part } from './define.ts';

/** Puts the hover-class on while the element is pressed. */
export function showPressed(part: Part): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const toggle = (on: boolean, after: number) => {
    const { hoverClass } = part.data;
    if (typeof hoverClass !== 'string' || hoverClass === 'none' || hoverClass === '') return;
    clearTimeout(timer);
    timer = setTimeout(() => part.toggleClass(hoverClass, on), after);
  };
  part.element.addEventListener('pointerdown', (event) => {
    if (part.data.disabled === true || part.data.loading === true || stopped.has(event)) return;
    if (part.data.hoverStopPropagation) stopped.add(event);
    toggle(true, Number(part.data.hoverStartTime));
  });
  const release = () => toggle(false, Number(part.data.hoverStayTime));
  for (const type of ['pointerup', 'pointercancel', 'pointerleave'])
    part.element.addEventListener(type, release);
}

const stopped = new WeakSet<Event>();

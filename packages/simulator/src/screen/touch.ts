import { Event as FrameworkEvent, type Element as Node } from 'glass-easel';
import type { Gesture } from './gesture.ts';

const longPressMs = 350;
const stillness = 10;

/** The element of the framework at or above a DOM node. */
export function nodeOf(target: EventTarget | null): Node | undefined {
  let element = target as (globalThis.Node & { __wxElement?: Node }) | null;
  while (element && !element.__wxElement) element = element.parentNode;
  return element?.__wxElement;
}

/** Turns what the browser sees of a finger, a mouse or a key into touchstart, touchmove, touchend, longpress and tap. */
export function listenToTouches(document: Document, gesture: Gesture): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let start: { x: number; y: number } | undefined;

  function send(event: MouseEvent, name: string): void {
    const node = nodeOf(event.target);
    if (!node) return;
    const { clientX, clientY, pageX, pageY } = event;
    const touch = { identifier: 0, clientX, clientY, pageX, pageY, force: 1 };
    const touches = name === 'touchend' || name === 'touchcancel' ? [] : [touch];
    const sent = new FrameworkEvent(
      name,
      { x: pageX, y: pageY },
      {
        originalEvent: event,
        bubbles: true,
        composed: true,
        capturePhase: true,
        extraFields: { touches, changedTouches: [touch] },
      },
    );
    FrameworkEvent.dispatchEvent(node, sent);
  }

  const on = (type: string, listener: (event: MouseEvent) => void) =>
    document.addEventListener(type, listener as EventListener, { capture: true });
  on('pointerdown', (event) => {
    start = { x: event.clientX, y: event.clientY };
    send(event, 'touchstart');
    clearTimeout(timer);
    timer = setTimeout(() => {
      send(event, 'longpress');
      send(event, 'longtap');
    }, longPressMs);
  });
  on('pointermove', (event) => {
    if (!start) return;
    if (Math.hypot(event.clientX - start.x, event.clientY - start.y) > stillness)
      clearTimeout(timer);
    send(event, 'touchmove');
  });
  for (const [type, name] of [
    ['pointerup', 'touchend'],
    ['pointercancel', 'touchcancel'],
  ] as const)
    on(type, (event) => {
      clearTimeout(timer);
      if (start) send(event, name);
      start = undefined;
    });
  on('click', (event) => {
    // A disabled control swallows the tap.
    if ((event.target as Element).closest('[disabled]')) {
      event.stopImmediatePropagation();
      event.preventDefault();
    } else gesture.during(() => send(event, 'tap'));
  });
  for (const type of ['transitionend', 'animationstart', 'animationiteration', 'animationend'])
    document.addEventListener(type, ({ target }) => {
      const node = nodeOf(target);
      if (node) FrameworkEvent.triggerEvent(node, type, {}, { bubbles: true });
    });
}

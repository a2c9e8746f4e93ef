import { Component, type Element, type GeneralComponent, type ShadowRoot } from 'glass-easel';
import { nodeOfTarget } from './plain-events.ts';

/** The data path of a function starts with this where a WXS file or a wxs tag has it. */
const scripts = new Set([1, 2]);

type Path = readonly unknown[] | null | undefined;
type Listener = (...given: unknown[]) => unknown;

const states = new WeakMap<object, object>();
const isComponent = (node: Element): node is GeneralComponent => Component.isComponent(node);
const domOf = (node: Element) => node.getBackendElement() as unknown as HTMLElement | null;

/** What WXS gets of a component: https://developers.weixin.qq.com/miniprogram/dev/framework/view/interactive-animation.html */
function instanceOf(node: Element): Record<string, unknown> {
  const root = (): ShadowRoot | null =>
    isComponent(node) ? (node.getShadowRoot() ?? node.ownerShadowRoot) : node.ownerShadowRoot;
  const host = () =>
    isComponent(node) && node.getShadowRoot() ? node : node.ownerShadowRoot?.getHostNode();
  const element = () => domOf(node);
  const classes = () => {
    const scope = element()?.getAttribute('data-scope');
    return (names: unknown) =>
      String(names)
        .split(/\s+/)
        .filter(Boolean)
        .map((name) => (scope ? `${scope}--${name}` : name));
  };
  const instance: Record<string, unknown> = {
    selectComponent: (selector: string) => {
      const found = root()?.querySelector(selector);
      return found ? instanceOf(found) : null;
    },
    selectAllComponents: (selector: string) =>
      (root()?.querySelectorAll(selector) ?? []).map(instanceOf),
    setStyle(style: string | Record<string, unknown>) {
      const text =
        typeof style === 'string'
          ? style
          : Object.entries(style)
              .map(
                ([name, value]) =>
                  `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}:${value}`,
              )
              .join(';');
      // Over the style of the template, which stays.
      const declared = document.createElement('i');
      declared.setAttribute('style', text);
      for (const name of declared.style)
        element()?.style.setProperty(name, declared.style.getPropertyValue(name));
      return instance;
    },
    addClass(names: unknown) {
      element()?.classList.add(...classes()(names));
      return instance;
    },
    removeClass(names: unknown) {
      element()?.classList.remove(...classes()(names));
      return instance;
    },
    hasClass: (name: unknown) => classes()(name).every((one) => element()?.classList.contains(one)),
    getDataset: () => node.dataset,
    callMethod(name: string, detail: unknown) {
      const owner = host();
      const method = owner && Component.getMethod(owner, name);
      return method?.call(owner?.getMethodCaller(), detail);
    },
    requestAnimationFrame: (callback: () => void) => void requestAnimationFrame(callback),
    getState() {
      const known = states.get(node) ?? {};
      states.set(node, known);
      return known;
    },
    triggerEvent: (name: string, detail: unknown, options: object = {}) =>
      node.triggerEvent(name, detail, options),
    getComputedStyle(names: string[]) {
      const dom = element();
      const style = dom && getComputedStyle(dom);
      return Object.fromEntries(names.map((name) => [name, style?.getPropertyValue(name)]));
    },
    getBoundingClientRect: () => element()?.getBoundingClientRect(),
    setTimeout: (callback: () => void, milliseconds: number) => setTimeout(callback, milliseconds),
    clearTimeout: (timer: number) => clearTimeout(timer),
  };
  return instance;
}

/** Calls a handler of an event; one of WXS gets the instances that it can change. */
export function callHandler(
  caller: { _$?: GeneralComponent },
  event: { currentTarget: object },
  handler: Listener,
  path: Path,
): unknown {
  if (!scripts.has(path?.[0] as number)) return handler.call(caller, event);
  const node = nodeOfTarget(event.currentTarget);
  return handler(Object.assign(event, node && { instance: instanceOf(node) }), ownerOf(caller));
}

const ownerOf = (caller: { _$?: GeneralComponent }) =>
  instanceOf(caller._$ ?? (caller as unknown as GeneralComponent));

/** A listener of `change:prop` with the instances that it can change. */
export const changeListener =
  (listener: Listener, path: Path): Listener =>
  (value, before, host, node) =>
    scripts.has(path?.[0] as number)
      ? listener(value, before, instanceOf(host as GeneralComponent), instanceOf(node as Element))
      : listener(value, before, host, node);

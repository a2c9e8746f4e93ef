import type { Element as Node } from 'glass-easel';

type Result = Record<string, unknown> | null;
type Callback = (result: Result | Result[]) => void;
type Fields = Record<string, unknown>;

/** A component or a page, as its own code sees it. */
interface Selectable {
  _$: { getShadowRoot(): { querySelectorAll(selector: string): Node[] } | null };
}

/** Of the framework, which knows no `node` and no `computedStyle`. */
export interface FrameworkQuery {
  in(component: Selectable): unknown;
  select(selector: string): FrameworkNodes;
  selectAll(selector: string): FrameworkNodes;
  selectViewport(): FrameworkNodes;
  exec(callback?: (results: unknown[]) => void): void;
}
interface FrameworkNodes {
  fields(fields: Fields, callback?: Callback): unknown;
  scrollOffset(callback?: Callback): unknown;
  boundingClientRect(callback?: Callback): unknown;
}

/**
 * https://developers.weixin.qq.com/miniprogram/dev/api/wxml/SelectorQuery.html
 * @param root what is searched, unless `in` says so
 * @param nodeOf the object behind an element, as that of a canvas
 */
export function createSelectorQuery(options: {
  query: FrameworkQuery;
  root: Selectable;
  nodeOf(element: Element): unknown;
}): object {
  const { query, nodeOf } = options;
  let { root } = options;

  const elementsOf = (within: Selectable, selector: string) =>
    (within._$.getShadowRoot()?.querySelectorAll(selector) ?? []).map(
      (node) => node.getBackendElement() as unknown as Element,
    );
  /** What the framework does not tell of an element. */
  function add(fields: Fields, element: Element | undefined, result: Result): void {
    if (!result || !element) return;
    if (fields.node || fields.context) result.node = nodeOf(element);
    if (fields.context) result.context = result.node;
    if (!Array.isArray(fields.computedStyle)) return;
    const style = getComputedStyle(element);
    for (const name of fields.computedStyle as string[])
      result[name] = style.getPropertyValue(
        name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
      );
  }
  function nodes(found: FrameworkNodes, selector: string) {
    const fields = (asked: Fields, callback?: Callback) => {
      const within = root;
      found.fields({ ...asked, context: false }, (result) => {
        const elements = selector === '' ? [] : elementsOf(within, selector);
        for (const [index, one] of [result].flat().entries()) add(asked, elements[index], one);
        callback?.(result);
      });
      return api;
    };
    return {
      fields,
      node: (callback?: Callback) => fields({ node: true }, callback),
      context: (callback?: Callback) => fields({ context: true }, callback),
      boundingClientRect(callback?: Callback) {
        found.boundingClientRect(callback);
        return api;
      },
      scrollOffset(callback?: Callback) {
        found.scrollOffset(callback);
        return api;
      },
    };
  }
  const api = {
    in(component: Selectable) {
      root = component;
      query.in(component);
      return api;
    },
    select: (selector: string) => nodes(query.select(selector), selector),
    selectAll: (selector: string) => nodes(query.selectAll(selector), selector),
    selectViewport: () => nodes(query.selectViewport(), ''),
    exec(callback?: (results: unknown[]) => void) {
      query.exec(callback);
      return api;
    },
  };
  return api;
}

import { CurrentWindowBackendContext, type domlikeBackend, NativeNode } from 'glass-easel';
import { screenUnits } from '../mini-program/scope.ts';
import type { StyleSheets } from './style-sheets.ts';

/** Attributes that the framework sets and the screen reads otherwise. */
const translated: Record<string, (element: HTMLElement, value: string) => [string, string]> = {
  style: (_, value) => ['style', screenUnits(value)],
  'exparser:info-attr-id': (_, value) => ['id', value],
  'exparser:info-class-prefix': (_, value) => ['data-scope', value.replace(/--$/, '')],
  'exparser:info-component-id': (_, value) => ['data-component', value],
};

/**
 * Draws into the document. Events do not come through here: built-in components and the tap pass each on
 * themselves, exactly once.
 * @param refuse called for a tag that nothing defines, with the component whose template has it
 */
export function createBackend(
  styles: StyleSheets,
  refuse: (tag: string, owner: string) => void,
): CurrentWindowBackendContext {
  const backend = new CurrentWindowBackendContext();
  const { document: real } = globalThis;
  backend.document = {
    createTextNode: (text) => real.createTextNode(text) as unknown as domlikeBackend.Element,
    createDocumentFragment: () =>
      real.createDocumentFragment() as unknown as domlikeBackend.Element,
    createElement(tag) {
      const element = real.createElement(`wx-${tag}`);
      const setAttribute = element.setAttribute.bind(element);
      element.setAttribute = (name, value) =>
        setAttribute(...(translated[name]?.(element, String(value)) ?? [name, String(value)]));
      return element as unknown as domlikeBackend.Element;
    },
  };
  backend.associateValue = (element, node) => {
    element.__wxElement = node;
    if (NativeNode.isNativeNode(node))
      refuse(
        element.tagName.toLowerCase().replace(/^wx-/, ''),
        node.ownerShadowRoot?.getHostNode().is ?? '',
      );
  };
  backend.onEvent = () => {};
  backend.setListenerStats = () => {};
  backend.registerStyleSheetContent = () => {};
  backend.appendStyleSheetPath = (path) => {
    styles.append(path);
    return 0;
  };
  backend.disableStyleSheet = () => {};
  return backend;
}

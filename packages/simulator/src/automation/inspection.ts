import type { ConsoleEntry } from '../phone/console-log.ts';
import type { Phone } from '../phone/create-phone.ts';
import type { CountedFault } from '../phone/problems.ts';
import { readable, shownPage } from './find.ts';

/** An element of the page: a tag of WXML or a custom component. */
export interface WxmlNode {
  tag: string;
  attributes: Record<string, string>;
  children: (WxmlNode | string)[];
}

/** What runs on the phone, secrets masked. */
export interface Inspection {
  program: { appId: string; title: string };
  /** Routes of the open pages; the last is shown. */
  pages: string[];
  /** What can be read on the page. */
  text: string;
  tree: WxmlNode | undefined;
  /** Of the page. */
  data: unknown;
  /** What the mini program stored, by key. */
  storage: Record<string, unknown>;
  console: readonly ConsoleEntry[];
  problems: { errors: CountedFault[]; unsupported: CountedFault[] };
}

/** Looks at what runs on a phone. */
export function inspect(phone: Phone, document: Document, storage: Storage): Inspection {
  const pages = phone.screen.value?.pages() ?? [];
  const page = shownPage(document);
  const root = page?.firstElementChild;
  return {
    program: phone.program.value,
    pages: pages.map(({ route }) => route),
    text: visible(readable(page), phone.masked),
    tree: root ? nodeOf(root, phone.masked) : undefined,
    data: phone.masked(pages.at(-1)?.data),
    storage: storedBy(phone, storage),
    console: phone.console.entries.value,
    problems: {
      errors: phone.problems.errors.value,
      unsupported: phone.problems.unsupported.value,
    },
  };
}

/** Attributes of the framework's own, and those that a built-in component adds for browsers. */
const internal = /^(?:data-(?:component|scope)|wx-host|exparser:|tabindex|role|aria-|hidden$)/;

function nodeOf(element: Element, masked: Phone['masked']): WxmlNode {
  const attributes: Record<string, string> = {};
  for (const { name, value } of element.attributes) {
    if (internal.test(name)) continue;
    const own = name === 'class' ? value.replace(/\bc\d+--/g, '') : value;
    attributes[name] = visible(own, masked);
  }
  const children = [...element.childNodes].flatMap((child): (WxmlNode | string)[] => {
    if (child.nodeType === child.ELEMENT_NODE) {
      const inner = child as Element;
      return /^wx-/i.test(inner.nodeName) ? [nodeOf(inner, masked)] : textOf(inner, masked);
    }
    return textOf(child, masked);
  });
  return { tag: element.nodeName.toLowerCase().replace(/^wx-/, ''), attributes, children };
}

/** What the person sees: an openid is as it is, and only what is known as a secret is masked. */
const visible = (text: string, masked: Phone['masked']) => String(masked(text, 'openid'));

function textOf(node: Node, masked: Phone['masked']): string[] {
  const text = node.textContent?.replace(/\s+/g, ' ').trim() ?? '';
  return text === '' ? [] : [visible(text, masked)];
}

function storedBy({ program, settings, masked }: Phone, storage: Storage) {
  const prefix = `${program.value.appId}:${settings.value.personId}:`;
  const stored: Record<string, unknown> = {};
  for (const key of Object.keys(storage)) {
    if (!key.startsWith(prefix)) continue;
    const name = key.slice(prefix.length);
    const { data } = JSON.parse(storage.getItem(key) ?? '{}') as { data?: unknown };
    stored[name] = masked(data, name);
  }
  return stored;
}

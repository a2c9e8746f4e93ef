export type { Inspection, WxmlNode } from '../automation/inspection.ts';
export type { Action } from '../automation/protocol.ts';
export { automate } from './automate.ts';

import { JSDOM, VirtualConsole } from 'jsdom';
import {
  findTarget,
  readable,
  select,
  shownPage,
  tapElement,
  typeInto,
} from '../automation/find.ts';
import type { Fault } from '../mini-program/fault.ts';
import type { PhoneWindow, WxEvent } from '../phone-protocol.ts';

/** How long a condition may take to come true. */
const patienceMs = 10_000;
/** How long a mini program may take to open. */
const openingMs = 30_000;
const pollMs = 5;

/** Settings that restart the mini program. */
const restarting = new Set(['person', 'appId', 'language']);

/** A phone of a running simulator, opened in a DOM without a browser. */
export interface MountedPhone {
  /** The document around the screen: bars, dialogs, switches. */
  readonly document: Document;
  /** The page of the mini program that is seen. */
  page(): Element;
  /** All that can be read on the page, white space put together. */
  text(): string;
  /** All that can be read around the screen: title, toast, dialog, and the problems beside the phone. */
  phoneText(): string;
  /**
   * Taps what a selector finds, or what has exactly this text, on the page or around it.
   * @throws where there is none within ten seconds
   */
  tap(target: string): Promise<void>;
  /** Types into a field of the page, as a person would. */
  type(selector: string, text: string): Promise<void>;
  /** Changes a setting of the phone by its name: `person`, `appId` and `language` restart the mini program, `placeId`, `dark`, `offline` and the others don't. */
  choose(name: string, value: string | boolean): Promise<void>;
  /**
   * Waits for a condition.
   * @param what the condition in words, for the error after ten seconds
   */
  until<Found>(what: string, condition: () => Found): Promise<NonNullable<Found>>;
  /** What wx.getStorageSync would give for a key. */
  stored(appId: string, personId: string, key: string): unknown;
  /** Closes the mini program and starts it again. */
  restart(): Promise<void>;
  readonly wxEvents: readonly WxEvent[];
  readonly faults: readonly Fault[];
  readonly warnings: readonly Fault[];
  close(): void;
}

export interface MountOptions {
  /** Where a simulator listens; it decides which mini program runs. */
  simulatorUrl: string;
  /** Of the phone; `en` by default. */
  language?: 'zh_CN' | 'en';
}

/**
 * Opens the phone of a running simulator, with its own scripts over real sockets, and waits for the first page
 * or a fault.
 */
export async function mountMiniProgram(options: MountOptions): Promise<MountedPhone> {
  const { simulatorUrl, language = 'en' } = options;
  const dom = await JSDOM.fromURL(simulatorUrl, {
    runScripts: 'dangerously',
    resources: 'usable',
    pretendToBeVisual: true,
    virtualConsole: new VirtualConsole(),
    beforeParse(window) {
      Object.assign(window, {
        fetch,
        AbortController,
        EventSource: class {
          addEventListener() {}
        },
        ResizeObserver: class {
          observe() {}
          disconnect() {}
        },
      });
      window.localStorage.setItem('simulator.settings', JSON.stringify({ language }));
    },
  });
  const { window } = dom;
  const { document } = window;
  const phone = window as unknown as PhoneWindow;

  async function until<Found>(what: string, condition: () => Found, timeoutMs = patienceMs) {
    for (const end = Date.now() + timeoutMs; ; ) {
      const found = condition();
      if (found) return found;
      if (Date.now() > end) throw new Error(`${what}: not within ${timeoutMs} ms; seen: ${seen()}`);
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
  }
  const pageNow = () => shownPage(document);
  const page = () => {
    const found = pageNow();
    if (!found) throw new Error(`no page is open; seen: ${seen()}`);
    return found;
  };
  const seen = () => JSON.stringify([readable(document.body), readable(pageNow())]);
  const opened = () =>
    until('a page or a fault', () => pageNow() || phone.faults?.length, openingMs);

  async function startAnew(act: () => void) {
    const before = document.querySelector('iframe');
    act();
    await until('a new start', () => document.querySelector('iframe') !== before);
    await opened();
  }

  await until('the phone', () => document.querySelector('iframe'), openingMs);
  await opened();
  return {
    document,
    page,
    text: () => readable(page()),
    phoneText: () =>
      [...document.querySelectorAll('main, .problems')].map(readable).join(' ').trim(),
    async tap(target) {
      tapElement(await until(`something to tap: ${target}`, () => findTarget(document, target)));
    },
    async type(selector, text) {
      typeInto(await until(`a field: ${selector}`, () => select(page(), selector)), text);
    },
    async choose(name, value) {
      const field = document.querySelector<HTMLInputElement>(`.settings [name="${name}"]`);
      if (!field) throw new Error(`there is no switch ${name}`);
      if (typeof value === 'boolean') field.checked = value;
      else field.value = value;
      const change = () => field.dispatchEvent(new window.Event('change', { bubbles: true }));
      if (restarting.has(name)) await startAnew(change);
      else change();
    },
    until: (what, condition) => until(what, condition),
    stored(appId, personId, key) {
      const text = window.localStorage.getItem(`${appId}:${personId}:${key}`);
      return text === null ? '' : (JSON.parse(text) as { data: unknown }).data;
    },
    restart: () =>
      startAnew(() => document.querySelector<HTMLElement>('.settings [name="restart"]')?.click()),
    get wxEvents() {
      return phone.wxEvents;
    },
    get faults() {
      return phone.faults;
    },
    get warnings() {
      return phone.warnings;
    },
    close: () => window.close(),
  };
}

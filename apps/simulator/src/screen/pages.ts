import type { Host, NavigationBar } from '../host.ts';
import type { Manifest } from '../mini-program/manifest.ts';
import { createEventChannel, type EventChannel } from './event-channel.ts';
import type { Framework, MountedPage, PageCaller } from './framework.ts';
import { navigationBarOf, windowOf, withTheme } from './navigation-bar.ts';
import { resolveUrl, type Target } from './page-url.ts';
import { WxFailure } from './wx/call.ts';

const deepest = 10;
const reachBottomDistance = 50;

interface OpenPage extends Target, MountedPage {
  container: HTMLElement;
  bar: Omit<NavigationBar, 'back'>;
}

/** The stack of pages; only the last is seen. */
export interface Pages {
  /** @throws {WxFailure} as the wx functions of the same names fail */
  navigateTo(url: string, events: Record<string, (detail: unknown) => void>): EventChannel;
  redirectTo(url: string): object;
  reLaunch(url: string): object;
  switchTab(url: string): object;
  back(delta: number): object;
  setBar(change: Partial<NavigationBar>): object;
  /** To a height in pixels, or to what a selector finds. */
  scrollTo(target: number | string): object;
  pullDown(): object;
  current(): PageCaller;
  list(): PageCaller[];
  element(): HTMLElement;
  size(): { width: number; height: number };
  selectTab(index: number): void;
  /** The app came to the front or left it. */
  appShown(shown: boolean): void;
  themeChanged(): void;
}

export interface PagesOptions {
  manifest: Manifest;
  framework: () => Framework;
  host: Host;
  document: Document;
  /** Calls into the mini program; what it throws is reported. */
  safely: (call: () => void) => void;
}

export function createPages({ manifest, framework, host, document, safely }: PagesOptions): Pages {
  let stack: OpenPage[] = [];
  const tabs = new Map<string, OpenPage>();
  const tabRoutes = manifest.app.tabBar?.list.map(({ pagePath }) => pagePath) ?? [];
  const top = () => {
    const page = stack.at(-1);
    if (!page) throw new Error('no page is open');
    return page;
  };
  const call = (page: OpenPage, name: string, argument?: unknown) => {
    const method = page.caller[name];
    if (typeof method === 'function') safely(() => method.call(page.caller, argument));
  };

  function open(target: Target, channel?: EventChannel): OpenPage {
    const container = document.createElement('div');
    container.className = 'page';
    container.dataset.route = target.route;
    document.body.append(container);
    const mounted = framework().mount(target.route, target.route + target.search, container);
    const bar = navigationBarOf(manifest, target.route, host.settings.theme);
    const page: OpenPage = { ...target, ...mounted, container, bar };
    Object.assign(page.caller, { route: target.route, options: target.query });
    page.caller.getOpenerEventChannel = () => channel ?? {};
    stack = [...stack, page];
    listenToScroll(page);
    // The page is asked for its bar from onLoad on.
    call(page, 'onLoad', target.query);
    show(page);
    queueMicrotask(() => call(page, 'onReady'));
    return page;
  }
  function show(page: OpenPage) {
    for (const other of [...stack, ...tabs.values()]) other.container.hidden = other !== page;
    drawBars();
    page.component.triggerPageLifetime('show', []);
    call(page, 'onShow');
  }
  function hide(page: OpenPage | undefined) {
    if (!page) return;
    page.component.triggerPageLifetime('hide', []);
    call(page, 'onHide');
  }
  function close(page: OpenPage) {
    call(page, 'onUnload');
    tabs.delete(page.route);
    page.release();
  }
  function drawBars() {
    const page = top();
    host.setNavigationBar({ ...page.bar, back: stack.length > 1 });
    const { tabBar } = manifest.app;
    const selected = tabRoutes.indexOf(page.route);
    host.setTabBar(
      tabBar && selected >= 0
        ? { ...withTheme(tabBar, manifest, host.settings.theme), selected }
        : undefined,
    );
    const { style } = document.documentElement;
    style.setProperty(
      '--safe-area-inset-bottom',
      selected < 0 ? `${host.device.safeBottom}px` : '0px',
    );
    style.setProperty(
      '--safe-area-inset-top',
      page.bar.custom ? `${host.device.statusBarHeight}px` : '0px',
    );
    const { backgroundColor } = windowOf(manifest, page.route, host.settings.theme);
    document.body.style.backgroundColor = backgroundColor ?? '';
  }
  function listenToScroll(page: OpenPage) {
    const { container } = page;
    const { onReachBottomDistance = reachBottomDistance } = windowOf(manifest, page.route, 'light');
    let near = false;
    container.addEventListener('scroll', () => {
      const { scrollTop, scrollHeight, clientHeight } = container;
      call(page, 'onPageScroll', { scrollTop });
      const wasNear = near;
      near = scrollHeight - clientHeight - scrollTop <= onReachBottomDistance;
      if (near && !wasNear) call(page, 'onReachBottom');
    });
  }
  function targetOf(url: string, tab: boolean): Target {
    const target = resolveUrl(url, stack.at(-1)?.route ?? '');
    if (!manifest.pages.includes(target.route))
      throw new WxFailure(`page "${target.route}" is not found`);
    if (!tab && tabRoutes.includes(target.route))
      throw new WxFailure('can not navigate to a tabbar page');
    if (tab && !tabRoutes.includes(target.route))
      throw new WxFailure('can not switch to no-tabBar page');
    return target;
  }
  /** Leaves nothing but the tab that is asked for. */
  function toTab(target: Target) {
    if (stack.at(-1)?.route === target.route) return;
    const from = stack.at(-1);
    if (from && tabs.has(from.route)) hide(from);
    for (const page of [...stack].reverse()) if (!tabs.has(page.route)) close(page);
    const known = tabs.get(target.route);
    stack = known ? [known] : [];
    if (known) show(known);
    else tabs.set(target.route, open(target));
  }
  const done = {};

  const pages: Pages = {
    navigateTo(url, events) {
      const target = targetOf(url, false);
      if (stack.length >= deepest) throw new WxFailure('webview count limit exceed');
      const { opener, opened } = createEventChannel();
      for (const [name, listener] of Object.entries(events))
        opener.on(name, listener as () => void);
      hide(stack.at(-1));
      open(target, opened);
      return opener;
    },
    redirectTo(url) {
      const target = targetOf(url, false);
      const from = stack.at(-1);
      stack = stack.slice(0, -1);
      if (from) close(from);
      open(target);
      return done;
    },
    reLaunch(url) {
      const target = resolveUrl(url, stack.at(-1)?.route ?? '');
      const isTab = tabRoutes.includes(target.route);
      targetOf(url, isTab);
      for (const page of new Set([...[...stack].reverse(), ...tabs.values()])) close(page);
      stack = [];
      if (isTab) toTab(target);
      else open(target);
      return done;
    },
    switchTab(url) {
      toTab(targetOf(url, true));
      return done;
    },
    back(delta) {
      if (stack.length < 2) throw new WxFailure('cannot navigate back at first page');
      const kept = Math.max(1, stack.length - Math.max(1, delta));
      for (const page of stack.slice(kept).reverse()) close(page);
      stack = stack.slice(0, kept);
      show(top());
      return done;
    },
    setBar(change) {
      Object.assign(top().bar, change);
      drawBars();
      return done;
    },
    scrollTo(target) {
      const { container } = top();
      if (typeof target === 'string') container.querySelector(target)?.scrollIntoView();
      else container.scrollTo({ top: target, behavior: 'smooth' });
      return done;
    },
    pullDown() {
      pages.setBar({ loading: true });
      call(top(), 'onPullDownRefresh');
      return done;
    },
    current: () => top().caller,
    list: () => stack.map(({ caller }) => caller),
    element: () => top().container,
    size: () => ({ width: document.body.clientWidth, height: document.body.clientHeight }),
    selectTab(index) {
      const { pagePath, text } = manifest.app.tabBar?.list[index] ?? { pagePath: '', text: '' };
      safely(() => toTab(targetOf(`/${pagePath}`, true)));
      call(top(), 'onTabItemTap', { index, pagePath, text });
    },
    appShown(shown) {
      if (shown) show(top());
      else hide(top());
    },
    themeChanged() {
      for (const page of new Set([...stack, ...tabs.values()])) {
        const fresh = navigationBarOf(manifest, page.route, host.settings.theme);
        Object.assign(page.bar, { background: fresh.background, textStyle: fresh.textStyle });
      }
      drawBars();
    },
  };
  return pages;
}

import { customTabBar, type Manifest } from '../mini-program/manifest.ts';
import type { Host, NavigationBar } from '../phone-protocol.ts';
import { WxFailure } from './api-call.ts';
import { drawBars } from './bars.ts';
import { createEventChannel, type EventChannel } from './event-channel.ts';
import type { Framework, PageCaller } from './framework.ts';
import { navigationBarOf, windowOf } from './navigation-bar.ts';
import { type OpenPage, openPage } from './open-page.ts';
import { resolveUrl, type Target } from './page-url.ts';

const deepest = 10;
const defaultReachBottomDistance = 50;

/** What can be changed of a tab, or of the whole bar. */
export interface TabBarChange {
  text?: string;
  iconPath?: string;
  selectedIconPath?: string;
  color?: string;
  selectedColor?: string;
  backgroundColor?: string;
  borderStyle?: string;
  /** Of a tab: a text, one space for a dot, or nothing. */
  badge?: string;
  hidden?: boolean;
}

/** The stack of pages; only the last is seen. Functions named as those of wx throw a {@link WxFailure}. */
export interface Pages {
  navigateTo(url: string, events: Record<string, (detail: unknown) => void>): EventChannel;
  redirectTo(url: string): void;
  reLaunch(url: string): void;
  switchTab(url: string): void;
  navigateBack(delta: number): void;
  /** A tap on the tab bar. */
  selectTab(index: number): void;
  setBar(change: Partial<NavigationBar>): void;
  /**
   * Changes one tab, or the whole bar where no index is given.
   * @returns false where the visible page is not a tab
   */
  changeTab(index: number, change: TabBarChange): boolean;
  themeChanged(): void;
  /** As if the person had dragged the page down. */
  pullDown(): void;
  /** The page that is seen. */
  current(): OpenPage;
  /** What getCurrentPages answers. */
  list(): PageCaller[];
}

export interface PagesOptions {
  manifest: Manifest;
  framework: () => Framework;
  host: Host;
  document: Document;
  /** A call into the mini program; what it throws is reported. */
  safely: (call: () => void) => void;
}

export function createPages(options: PagesOptions): Pages {
  const { manifest, framework, host, document, safely } = options;
  const tabRoutes = manifest.app.tabBar?.list.map(({ pagePath }) => pagePath) ?? [];
  /** Tabs stay open while others are seen. */
  const tabs = new Map<string, OpenPage>();
  let stack: OpenPage[] = [];

  let tabBar = manifest.app.tabBar && { ...manifest.app.tabBar, hidden: false };
  const everyPage = () => new Set([...stack].reverse().concat([...tabs.values()]));
  const draw = () => drawBars(current(), stack.length, tabBar, options);
  function current(): OpenPage {
    const page = stack.at(-1);
    if (!page) throw new Error('no page is open');
    return page;
  }
  function see(page: OpenPage) {
    for (const other of everyPage()) other.container.hidden = other !== page;
    draw();
    page.show();
  }
  function open(target: Target, channel?: EventChannel): OpenPage {
    const { onReachBottomDistance, enablePullDownRefresh } = windowOf(
      manifest,
      target.route,
      'light',
    );
    const page = openPage({
      target,
      framework: framework(),
      document,
      bar: navigationBarOf(manifest, target.route, host.settings.theme),
      customTabBar:
        manifest.app.tabBar?.custom === true &&
        customTabBar in manifest.components &&
        tabRoutes.includes(target.route),
      channel,
      pulledDown: enablePullDownRefresh === true ? pullDown : undefined,
      reachBottomDistance: onReachBottomDistance ?? defaultReachBottomDistance,
      safely,
    });
    stack = [...stack, page];
    page.load();
    see(page);
    page.ready();
    return page;
  }
  function pullDown() {
    const page = current();
    Object.assign(page.bar, { loading: true });
    draw();
    page.call('onPullDownRefresh');
  }
  function closeAll(pages: Iterable<OpenPage>) {
    for (const page of pages) {
      tabs.delete(page.route);
      page.close();
    }
  }
  function targetOf(
    url: string,
    api: 'navigateTo' | 'redirectTo' | 'reLaunch' | 'switchTab',
  ): Target {
    const target = resolveUrl(url, stack.at(-1)?.route ?? '');
    const isTab = tabRoutes.includes(target.route);
    if (!manifest.pages.includes(target.route))
      throw new WxFailure(`page "${target.route}" is not found`);
    if (isTab && (api === 'navigateTo' || api === 'redirectTo'))
      throw new WxFailure(`can not ${api} a tabbar page`);
    if (!isTab && api === 'switchTab') throw new WxFailure('can not switch to no-tabBar page');
    return target;
  }
  function toTab(target: Target) {
    const from = stack.at(-1);
    if (from?.route === target.route) return;
    if (from && tabs.has(from.route)) from.hide();
    closeAll([...stack].reverse().filter(({ route }) => !tabs.has(route)));
    const known = tabs.get(target.route);
    stack = known ? [known] : [];
    if (known) see(known);
    else tabs.set(target.route, open(target));
  }

  return {
    navigateTo(url, events) {
      const target = targetOf(url, 'navigateTo');
      if (stack.length >= deepest) throw new WxFailure('webview count limit exceed');
      const { opener, opened } = createEventChannel();
      for (const [name, listener] of Object.entries(events))
        opener.on(name, listener as () => void);
      current().hide();
      open(target, opened);
      return opener;
    },
    redirectTo(url) {
      const target = targetOf(url, 'redirectTo');
      const from = stack.at(-1);
      stack = stack.slice(0, -1);
      if (from) closeAll([from]);
      open(target);
    },
    reLaunch(url) {
      const target = targetOf(url, 'reLaunch');
      closeAll(everyPage());
      stack = [];
      if (tabRoutes.includes(target.route)) toTab(target);
      else open(target);
    },
    switchTab: (url) => toTab(targetOf(url, 'switchTab')),
    navigateBack(delta) {
      if (stack.length < 2) throw new WxFailure('cannot navigate back at first page');
      const kept = Math.max(1, stack.length - Math.max(1, delta));
      const left = stack.slice(kept).reverse();
      stack = stack.slice(0, kept);
      closeAll(left);
      see(current());
    },
    selectTab(index) {
      const tab = manifest.app.tabBar?.list[index];
      if (!tab) return;
      const { pagePath, text } = tab;
      toTab(targetOf(`/${pagePath}`, 'switchTab'));
      current().call('onTabItemTap', { index, pagePath, text });
    },
    setBar(change) {
      Object.assign(current().bar, change);
      draw();
    },
    changeTab(index, { hidden, ...changed }) {
      if (!tabBar || !tabRoutes.includes(current().route)) return false;
      const list = tabBar.list.map((tab, place) =>
        place === index ? { ...tab, ...changed } : tab,
      );
      tabBar = {
        ...tabBar,
        ...(Number.isNaN(index) ? changed : { list }),
        hidden: hidden ?? tabBar.hidden,
      };
      draw();
      return true;
    },
    themeChanged() {
      for (const page of everyPage()) {
        const { theme } = host.settings;
        const { background, textStyle } = navigationBarOf(manifest, page.route, theme);
        Object.assign(page.bar, { background, textStyle });
      }
      draw();
    },
    pullDown,
    current,
    list: () => stack.map(({ caller }) => caller),
  };
}

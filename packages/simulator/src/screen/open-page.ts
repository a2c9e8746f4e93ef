import { customTabBar } from '../mini-program/manifest.ts';
import type { NavigationBar } from '../phone-protocol.ts';
import type { EventChannel } from './event-channel.ts';
import type { Framework, MountedPage } from './framework.ts';
import type { Target } from './page-url.ts';

/** A page from onLoad to onUnload. */
export interface OpenPage extends Target, MountedPage {
  container: HTMLElement;
  /** As the page's settings and the page itself have made it. */
  bar: Omit<NavigationBar, 'back'>;
  /** Calls one of the page's own functions, where it has it. */
  call(name: string, argument?: unknown): void;
  /** Attaches the page and calls onLoad. It must be on the stack: components look for it when they are attached. */
  load(): void;
  show(): void;
  ready(): void;
  hide(): void;
  close(): void;
}

export interface OpenPageOptions {
  target: Target;
  framework: Framework;
  document: Document;
  bar: OpenPage['bar'];
  /** The mini program draws the tab bar of this page. */
  customTabBar: boolean;
  /** To the page that opened this one. */
  channel?: EventChannel | undefined;
  /** How near to the end onReachBottom is called, in pixels. */
  reachBottomDistance: number;
  /** Called when the person drags the top of the page down. */
  pulledDown?: (() => void) | undefined;
  /** A call into the mini program; what it throws is reported. */
  safely: (call: () => void) => void;
}

/** How far the page is dragged before it counts, in pixels. */
const pull = 60;

function listenToPulls(container: HTMLElement, pulledDown: () => void): void {
  let from: number | undefined;
  container.addEventListener('pointerdown', ({ clientY }) => {
    from = container.scrollTop === 0 ? clientY : undefined;
  });
  container.addEventListener('pointerup', ({ clientY }) => {
    if (from !== undefined && clientY - from > pull) pulledDown();
    from = undefined;
  });
}

/** Mounts a page, not yet loaded. */
export function openPage(options: OpenPageOptions): OpenPage {
  const { target, framework, document, bar, channel, safely } = options;
  const container = document.createElement('div');
  container.className = 'page';
  container.dataset.route = target.route;
  document.body.append(container);
  const mounted = framework.mount(target.route, target.route + target.search, container);
  const { caller, component } = mounted;
  Object.assign(caller, { route: target.route, options: target.query });
  caller.getOpenerEventChannel = () => channel ?? {};
  const tabBar = options.customTabBar
    ? framework.mount(customTabBar, customTabBar, container)
    : undefined;
  caller.getTabBar = () => tabBar?.caller;

  const call = (name: string, argument?: unknown) => {
    const method = caller[name];
    if (typeof method === 'function') safely(() => method.call(caller, argument));
  };
  let near = false;
  container.addEventListener('scroll', () => {
    const { scrollTop, scrollHeight, clientHeight } = container;
    call('onPageScroll', { scrollTop });
    const wasNear = near;
    near = scrollHeight - clientHeight - scrollTop <= options.reachBottomDistance;
    if (near && !wasNear) call('onReachBottom');
  });

  if (options.pulledDown) listenToPulls(container, options.pulledDown);

  return {
    ...target,
    ...mounted,
    container,
    bar,
    call,
    load() {
      mounted.attach();
      tabBar?.attach();
      call('onLoad', target.query);
    },
    show() {
      component.triggerPageLifetime('show', []);
      call('onShow');
    },
    // After the components' own.
    ready: () => queueMicrotask(() => call('onReady')),
    hide() {
      component.triggerPageLifetime('hide', []);
      call('onHide');
    },
    close() {
      call('onUnload');
      tabBar?.release();
      mounted.release();
    },
  };
}

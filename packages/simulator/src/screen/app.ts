import type { Listeners } from './wx/listeners.ts';

/** What a script hands to App: lifecycle functions and anything else. */
export type AppDefinition = Record<string, unknown>;

export interface AppInstance {
  /** What scripts see as App and getApp. */
  App(definition: AppDefinition): void;
  getApp(): AppDefinition;
  launch(options: object): void;
  /** The app comes to the front. */
  show(options: object): void;
  hide(): void;
  /** Tells the app of an uncaught error. */
  failed(error: { message: string; stack: string }): void;
  /** Tells the app of an unhandled rejection. */
  rejected(detail: { reason: unknown; promise: Promise<unknown> }): void;
  /** Tells the app that the page to open is not there. */
  pageNotFound(detail: object): void;
}

/** @param safely calls into the mini program; what it throws is reported */
export function createApp(safely: (call: () => void) => void, listeners: Listeners): AppInstance {
  let instance: AppDefinition = {};
  const call = (name: string, argument?: unknown) => {
    const method = instance[name];
    if (typeof method === 'function') safely(() => method.call(instance, argument));
  };
  // An error inside of a handler of errors is not handed to it again.
  let failing = false;
  listeners.on('ThemeChange', (detail) => call('onThemeChange', detail));
  return {
    App(definition) {
      instance = definition;
    },
    getApp: () => instance,
    launch: (options) => call('onLaunch', options),
    show(options) {
      call('onShow', options);
      listeners.emit('AppShow', options);
    },
    hide() {
      call('onHide');
      listeners.emit('AppHide', {});
    },
    failed(error) {
      if (failing) return;
      failing = true;
      const message = `${error.message}\n${error.stack}`;
      call('onError', message);
      failing = false;
      listeners.emit('Error', { message });
    },
    rejected(detail) {
      call('onUnhandledRejection', detail);
      listeners.emit('UnhandledRejection', detail);
    },
    pageNotFound(detail) {
      call('onPageNotFound', detail);
      listeners.emit('PageNotFound', detail);
    },
  };
}

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
  /** Tells the app of an error that nobody caught. */
  failed(message: string): void;
}

/** @param safely calls into the mini program; what it throws is reported */
export function createApp(safely: (call: () => void) => void, listeners: Listeners): AppInstance {
  let instance: AppDefinition = {};
  const call = (name: string, argument?: unknown) => {
    const method = instance[name];
    if (typeof method === 'function') safely(() => method.call(instance, argument));
  };
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
    failed: (message) => call('onError', message),
  };
}

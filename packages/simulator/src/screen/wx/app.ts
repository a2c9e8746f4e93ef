import type { Api, WxContext } from './context.ts';

/** What a mini program may ask about itself. */
export function appApi({ caller, manifest, launch }: WxContext): Api {
  const nothing = () => {};
  return {
    getAccountInfoSync: () => ({
      miniProgram: { appId: manifest.appId, envVersion: 'develop', version: '' },
    }),
    getLaunchOptionsSync: () => launch,
    getEnterOptionsSync: () => launch,
    // The program on the phone is always the newest: none of its events ever comes.
    getUpdateManager: () => ({
      onCheckForUpdate: (listener: (result: { hasUpdate: boolean }) => void) =>
        void setTimeout(() => listener?.({ hasUpdate: false }), 0),
      onUpdateReady: nothing,
      onUpdateFailed: nothing,
      applyUpdate: nothing,
    }),
    getLogManager: () => console,
    getRealtimeLogManager: () => console,
    getExtConfigSync: () => ({}),
    getExtConfig: caller.api('getExtConfig', () => ({ extConfig: {} })),
    env: { USER_DATA_PATH: 'http://usr' },
  };
}

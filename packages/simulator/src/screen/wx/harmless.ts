import { WxFailure } from '../api-call.ts';
import type { Api, WxContext } from './context.ts';

/** Succeed, and change nothing that could be seen here. */
const callbacks = [
  'showShareMenu,hideShareMenu,updateShareMenu,hideHomeButton,setKeepScreenOn,hideKeyboard,setEnableDebug',
  'setBackgroundTextStyle,enableAlertBeforeUnload,disableAlertBeforeUnload,setScreenBrightness',
  'setVisualEffectOnCapture,setInnerAudioOption,preloadAssets,preloadWebview,setBackgroundFetchToken',
]
  .join()
  .split(',');
const nothing = 'reportAnalytics,reportMonitor,reportPerformance,reportEvent'.split(',');

/** What a mini program may ask for in passing, and goes on whatever comes of it. */
export const harmlessApi = ({ caller, pages }: WxContext): Api => ({
  ...Object.fromEntries(callbacks.map((name) => [name, caller.api(name, () => {})])),
  ...Object.fromEntries(nothing.map((name) => [name, () => {}])),
  getBackgroundFetchToken: caller.api('getBackgroundFetchToken', () => {
    throw new WxFailure('record is null');
  }),
  setBackgroundColor: caller.api('setBackgroundColor', ({ backgroundColor }) => {
    pages.current().container.style.backgroundColor = String(backgroundColor ?? '');
  }),
});

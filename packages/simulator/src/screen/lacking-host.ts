import type { Api } from './wx/context.ts';

/** Of hosts that are not WeChat's newest on a phone: WeChat for PC, cars, other vendors' apps. */
const methods = [
  'getUpdateManager',
  'getPrivacySetting',
  'onNeedPrivacyAuthorization',
  'requirePrivacyAuthorize',
  'openPrivacyContract',
  'getAppBaseInfo',
  'getWindowInfo',
  'getDeviceInfo',
  'getSystemSetting',
  'onThemeChange',
  'offThemeChange',
];

/** Takes away what such a host lacks: methods of wx, and a built-in newer than its engine. */
export function takeAway(wx: Api, window: typeof globalThis): void {
  for (const name of methods) delete wx[name];
  // The only one that nothing of the simulator itself uses.
  Reflect.deleteProperty(window.Promise.prototype, 'finally');
}

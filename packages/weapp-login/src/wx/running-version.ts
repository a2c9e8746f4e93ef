import { readWx } from './call-wx.ts';
import type { WxHost } from './wx-host.ts';

/** Which version of the mini program is running, as `wx.getAccountInfoSync` tells it. */
export type EnvVersion = 'develop' | 'trial' | 'release';

/**
 * Returns which version is running, and its AppID. A host that does not tell, or names a version that is not known here,
 * is taken for the released version, which shows nothing that is meant for developers.
 * https://developers.weixin.qq.com/miniprogram/dev/api/open-api/account-info/wx.getAccountInfoSync.html
 */
export function runningVersion(wx: Pick<WxHost, 'getAccountInfoSync'>): {
  appId: string | undefined;
  envVersion: EnvVersion;
} {
  const { appId, envVersion } = readWx(() => wx.getAccountInfoSync().miniProgram) || {
    appId: undefined,
    envVersion: undefined,
  };
  return {
    appId: typeof appId === 'string' ? appId : undefined,
    envVersion: envVersion === 'develop' || envVersion === 'trial' ? envVersion : 'release',
  };
}

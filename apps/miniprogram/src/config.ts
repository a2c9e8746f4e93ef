import { readHost } from './host.ts';

/** Which version of the mini program is running, as `wx.getAccountInfoSync` tells it. */
export type EnvVersion = WechatMiniprogram.AccountInfo['miniProgram']['envVersion'];

/**
 * Which version is running, and its AppID. A host that does not tell, or names a version that is not known here, is
 * taken for the released version, which shows nothing that is meant for developers.
 * https://developers.weixin.qq.com/miniprogram/dev/api/open-api/account-info/wx.getAccountInfoSync.html
 */
export function runningVersion(host: Pick<WechatMiniprogram.Wx, 'getAccountInfoSync'>): {
  appId: string | undefined;
  envVersion: EnvVersion;
} {
  const { appId, envVersion } = readHost(() => host.getAccountInfoSync().miniProgram) || {};
  return {
    appId: typeof appId === 'string' ? appId : undefined,
    envVersion: envVersion === 'develop' || envVersion === 'trial' ? envVersion : 'release',
  };
}

/** Set at build time by the environment variable of the same name; see build.ts. */
declare const API_BASE_URL_DEVELOP: string;

/**
 * Where the server is. `trial` and `release` need an https address of a domain that is registered as a request domain
 * for the AppID: put yours in place of the two placeholders.
 */
const baseUrls: Readonly<Record<EnvVersion, string>> = {
  develop: API_BASE_URL_DEVELOP,
  trial: 'https://replace-me.example',
  release: 'https://replace-me.example',
};

/**
 * The base URL for a version of the mini program, or undefined while its placeholder stands. Names under `.example`
 * never resolve (RFC 2606), so no real server can be mistaken for one.
 */
export function baseUrlFor(envVersion: EnvVersion): string | undefined {
  // A path is put after it.
  const baseUrl = baseUrls[envVersion].replace(/\/+$/, '');
  return baseUrl.endsWith('.example') ? undefined : baseUrl;
}

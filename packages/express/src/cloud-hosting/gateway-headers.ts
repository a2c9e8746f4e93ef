import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Log } from '../request/log.ts';

/** Who made a request, as WeChat's gateway says. */
export interface GatewayIdentity {
  appId: string;
  openid: string;
  unionid?: string;
}

/** Reads the headers that the gateway of 微信云托管 adds to `wx.cloud.callContainer`. */
export interface GatewayHeaders {
  /** Takes the caller's address from the gateway, and watches for requests that did not come from WeChat. */
  watch(req: IncomingMessage): void;
  /** Returns the identity; undefined where the gateway did not add one, or it can't be trusted. */
  identityOf(headers: IncomingHttpHeaders): GatewayIdentity | undefined;
}

const idPattern = /^[\w-]{6,128}$/;

/**
 * Creates a reader of the gateway's headers. Anyone who reaches the server past the gateway can send them too, so it trusts
 * none from then on once a request arrives over the public domain, which the settings say is off.
 * https://developers.weixin.qq.com/miniprogram/dev/wxcloudservice/wxcloudrun/src/development/weixin/
 * @param options.environmentId of 微信云托管; requests of another one are not trusted
 */
export function createGatewayHeaders(options: { environmentId: string; log: Log }): GatewayHeaders {
  const { environmentId, log } = options;
  let isPublic = false;

  function isFromWechat(headers: IncomingHttpHeaders): boolean {
    return Boolean(headers['x-wx-source']) && headers['x-wx-env'] === environmentId;
  }

  return {
    watch({ headers }) {
      const addresses = headers['x-original-forwarded-for'] ?? headers['x-forwarded-for'];
      if (isFromWechat(headers)) headers['x-forwarded-for'] = lastOf(addresses);
      else if (addresses !== undefined && !isPublic) {
        isPublic = true;
        log.error(
          {},
          'a request came over the public domain, so x-wx-openid is no longer trusted and logins use codes: turn 公网访问 off in 服务设置, and restart',
        );
      }
    },
    identityOf(headers) {
      if (isPublic || !isFromWechat(headers)) return undefined;
      // An environment that another mini program shares: https://developers.weixin.qq.com/miniprogram/dev/wxcloudservice/wxcloudrun/src/guide/reuse/
      const from = headers['x-wx-from-openid'] === undefined ? '' : 'from-';
      const [appId, openid, unionid] = ['appid', 'openid', 'unionid'].map((name) =>
        textOf(headers[`x-wx-${from}${name}`]),
      );
      if (!appId || !openid) return undefined;
      return { appId, openid, ...(unionid && { unionid }) };
    },
  };
}

function textOf(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' && idPattern.test(value) ? value : undefined;
}

/** The address that the gateway itself appended; a caller can send any before it. */
function lastOf(addresses: string | string[] | undefined): string | undefined {
  return String(addresses ?? '')
    .split(',')
    .at(-1)
    ?.trim();
}

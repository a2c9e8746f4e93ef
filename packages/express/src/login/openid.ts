import type { Handler } from '../http/handler.ts';
import type { Exchange } from './exchange.ts';
import { appOf, type WechatApps } from './wechat-apps.ts';

/** The openid for a code, and nothing kept: for a caller with sessions of its own. */
export const createOpenid =
  ({ apps, exchange }: { apps: WechatApps; exchange: Exchange }): Handler<'openid'> =>
  async ({ body, request }) => {
    const { openid, unionid } = await exchange(appOf(apps, body.appId), body.code, request);
    return { openid, ...(unionid && { unionid }) };
  };

/** The same for mini programs written against the older contract, which know a bare openid. */
export const createWechatlogin =
  ({ apps, exchange }: { apps: WechatApps; exchange: Exchange }): Handler<'wechatlogin'> =>
  async ({ body, request }) =>
    (await exchange(apps[0], body.code, request)).openid;

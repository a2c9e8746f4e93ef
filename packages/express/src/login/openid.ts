import type { RouteLimits } from '../limits/route-limits.ts';
import type { Handler } from '../request/handler.ts';
import { appOf, type WechatApps } from '../wechat/apps.ts';
import type { ExchangeCode } from './exchange-code.ts';

interface OpenidOptions {
  apps: WechatApps;
  exchangeCode: ExchangeCode;
  limits: Pick<RouteLimits, 'countOpenid'>;
}

/** Returns the openid for a code and stores nothing, for callers with their own sessions. */
export function createOpenid({ apps, exchangeCode, limits }: OpenidOptions): Handler<'openid'> {
  return async ({ body, request }) => {
    const app = appOf(apps, body.appId);
    const { openid, unionid } = await exchangeCode(app, body.code, request);
    await limits.countOpenid({ appId: app.appId, openid }, request);
    return { openid, ...(unionid && { unionid }) };
  };
}

/** Does the same for mini programs written against the older contract, which expect a bare openid. */
export function createWechatlogin(options: OpenidOptions): Handler<'wechatlogin'> {
  const { apps, exchangeCode, limits } = options;
  return async ({ body, request }) => {
    const [app] = apps;
    const { openid } = await exchangeCode(app, body.code, request);
    await limits.countOpenid({ appId: app.appId, openid }, request);
    return openid;
  };
}

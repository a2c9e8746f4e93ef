import type { Answer, WechatRequest } from './endpoints.ts';
import type { World } from './world.ts';

/** getStableAccessToken: https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/mp-access-token/getStableAccessToken.html */
export function stableToken({ method, body, address }: WechatRequest, world: World): Answer {
  if (method !== 'POST') return { errcode: 43002 };
  if (!body) return { errcode: 47001 };
  const { appid: appId, secret, grant_type: grantType, force_refresh: force = false } = body;
  if (!appId) return { errcode: 41002 };
  const app = world.apps.find((candidate) => candidate.appId === appId);
  if (!app) return { errcode: 40013 };
  if (grantType !== 'client_credential') return { errcode: 40002 };
  if (!secret) return { errcode: 41004 };
  if (secret !== app.appSecret) return { errcode: 40125 };
  if (typeof force !== 'boolean') return { errcode: 47001 };
  const whitelist = world.whitelists.get(app.appId);
  if (whitelist && !whitelist.includes(address)) return { errcode: 40164 };
  const overQuota = world.quotas.spend('/cgi-bin/stable_token', app.appId);
  if (overQuota) return { errcode: overQuota };

  const { accessTokens } = world;
  const token = force ? accessTokens.refresh(app.appId) : accessTokens.current(app.appId);
  if (!token) return { errcode: 45009 };
  return { body: { access_token: token.accessToken, expires_in: token.secondsLeft } };
}

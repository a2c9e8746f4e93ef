import type { Redemption } from './codes.ts';
import type { Answer, WechatRequest } from './endpoints.ts';
import { openidOf, touristCode, touristId } from './people.ts';
import type { World } from './world.ts';

/**
 * code2Session: https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-login/code2Session.html
 * Faults are looked for in WeChat's order. A POST finds no parameters, so the first is missing.
 */
export function jscode2session({ method, query }: WechatRequest, world: World): Answer {
  const appId = (method === 'GET' && query.get('appid')) || undefined;
  const secret = query.get('secret');
  const code = query.get('js_code');

  if (!appId) return { errcode: 41002 };
  if (!secret) return { errcode: 41004 };
  if (!code) return { errcode: 41008 };
  if (query.get('grant_type') !== 'authorization_code') return { errcode: 40002 };

  const app = world.apps.find((candidate) => candidate.appId === appId);
  if (!app) return { errcode: 40013 };
  if (secret !== app.appSecret) return { errcode: 40125 };
  const overQuota = world.quotas.spend('/sns/jscode2session', appId);
  if (overQuota) return { errcode: overQuota };

  const redemption: Redemption =
    code === touristCode
      ? { kind: 'redeemed', personId: touristId }
      : world.codes.redeem(code, { appId });
  if (redemption.kind === 'used') return { errcode: 40163 };
  if (redemption.kind !== 'redeemed') return { errcode: 40029 };

  const person = world.people.find(({ id }) => id === redemption.personId);
  if (!person) return { errcode: 40029 };
  const openid = openidOf(person.id, appId);
  const unionid = app.unionBound && person.unionid;
  return {
    personId: person.id,
    body: {
      session_key: world.sessionKeys.rotate(openid),
      openid,
      ...(unionid && { unionid }),
    },
  };
}

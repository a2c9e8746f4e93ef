import type { Redemption } from '../state/codes.ts';
import { openidOf, touristCode, touristId } from '../state/people.ts';
import type { PlatformState } from '../state/platform-state.ts';
import type { EndpointResult, WechatRequest } from './endpoint-handler.ts';

/**
 * code2Session: https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session.html
 * Errors are checked in WeChat's order. The parameters of a POST are not read, so the first one counts as missing.
 */
export function jscode2session(
  { method, query }: WechatRequest,
  state: PlatformState,
): EndpointResult {
  const appId = (method === 'GET' && query.get('appid')) || undefined;
  const secret = query.get('secret');
  const code = query.get('js_code');

  if (!appId) return { errcode: 41002 };
  if (!secret) return { errcode: 41004 };
  if (!code) return { errcode: 41008 };
  if (query.get('grant_type') !== 'authorization_code') return { errcode: 40002 };

  const app = state.apps.find((candidate) => candidate.appId === appId);
  if (!app) return { errcode: 40013 };
  if (secret !== app.appSecret) return { errcode: 40125 };
  const overQuota = state.quotas.spend('/sns/jscode2session', appId);
  if (overQuota) return { errcode: overQuota };

  const redemption: Redemption =
    code === touristCode
      ? { kind: 'redeemed', personId: touristId }
      : state.codes.redeem(code, { appId });
  if (redemption.kind === 'used') return { errcode: 40163 };
  if (redemption.kind !== 'redeemed') return { errcode: 40029 };

  const person = state.people.find(({ id }) => id === redemption.personId);
  if (!person) return { errcode: 40029 };
  const openid = openidOf(person.id, appId);
  const unionid = app.unionBound && person.unionid;
  return {
    personId: person.id,
    body: {
      session_key:
        (state.keyReplacedBy === 'code' && state.sessionKeys.current(openid)) ||
        state.sessionKeys.rotate(openid),
      openid,
      ...(unionid && { unionid }),
    },
  };
}

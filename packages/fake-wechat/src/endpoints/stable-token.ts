import type { PlatformState } from '../state/platform-state.ts';
import { checkAppCredential } from './check-app-credential.ts';
import type { EndpointResult, WechatRequest } from './endpoint-handler.ts';

/** getStableAccessToken: https://developers.weixin.qq.com/miniprogram/dev/server/API/mp-access-token/api_getstableaccesstoken.html */
export function stableToken(
  { method, body, address }: WechatRequest,
  state: PlatformState,
): EndpointResult {
  if (method !== 'POST') return { errcode: 43002 };
  if (!body) return { errcode: 47001 };
  const { appid: appId, secret, grant_type: grantType, force_refresh: force = false } = body;
  if (typeof force !== 'boolean') return { errcode: 47001 };
  const credential = { appId, secret, grantType, address };
  const refused = checkAppCredential({ ...credential, endpoint: '/cgi-bin/stable_token' }, state);
  if (refused) return { errcode: refused };

  const { accessTokens } = state;
  const known = String(appId);
  const token = force ? accessTokens.refresh(known) : accessTokens.current(known);
  if (!token) return { errcode: 45009 };
  return { body: { access_token: token.accessToken, expires_in: token.secondsLeft } };
}

import type { PlatformState } from '../state/platform-state.ts';
import { checkAppCredential } from './check-app-credential.ts';
import type { EndpointResult, WechatRequest } from './endpoint-handler.ts';

/** getAccessToken: https://developers.weixin.qq.com/miniprogram/dev/server/API/mp-access-token/api_getaccesstoken.html */
export function token(
  { method, query, address }: WechatRequest,
  state: PlatformState,
): EndpointResult {
  if (method !== 'GET') return { errcode: 43001 };
  const appId = query.get('appid');
  const credential = { appId, secret: query.get('secret'), grantType: query.get('grant_type') };
  const refused = checkAppCredential({ ...credential, address, endpoint: '/cgi-bin/token' }, state);
  if (refused) return { errcode: refused };

  const { accessToken, secondsLeft } = state.accessTokens.fetch(appId ?? '');
  return { body: { access_token: accessToken, expires_in: secondsLeft } };
}

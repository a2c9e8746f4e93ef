import type { Answer, WechatRequest } from './endpoints.ts';
import { refuseCredential } from './refuse-credential.ts';
import type { World } from './world.ts';

/** getAccessToken: https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/mp-access-token/getAccessToken.html */
export function token({ method, query, address }: WechatRequest, world: World): Answer {
  if (method !== 'GET') return { errcode: 43001 };
  const appId = query.get('appid');
  const credential = { appId, secret: query.get('secret'), grantType: query.get('grant_type') };
  const refused = refuseCredential({ ...credential, address, endpoint: '/cgi-bin/token' }, world);
  if (refused) return { errcode: refused };

  const { accessToken, secondsLeft } = world.accessTokens.fetch(appId ?? '');
  return { body: { access_token: accessToken, expires_in: secondsLeft } };
}

import type { Answer, WechatRequest } from './endpoints.ts';
import { checkSignature } from './session-key-signature.ts';
import type { World } from './world.ts';

/** resetUserSessionKey: https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-login/ResetUserSessionKey.html */
export function resetusersessionkey(request: WechatRequest, world: World): Answer {
  const proof = checkSignature('/wxa/resetusersessionkey', request, world);
  if ('errcode' in proof) return proof;
  const { openid, personId } = proof;
  return {
    personId,
    body: { errcode: 0, errmsg: 'ok', openid, session_key: world.sessionKeys.rotate(openid) },
  };
}

import type { Answer, WechatRequest } from './endpoints.ts';
import { checkSignature } from './session-key-signature.ts';
import type { World } from './world.ts';

/** checkSessionKey: https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-login/checkSessionKey.html */
export function checksession(request: WechatRequest, world: World): Answer {
  const proof = checkSignature('/wxa/checksession', request, world);
  if ('errcode' in proof) return proof;
  return { personId: proof.personId, body: { errcode: 0, errmsg: 'ok' } };
}

import type { PlatformState } from '../state/platform-state.ts';
import { checkSessionKeySignature } from './check-session-key-signature.ts';
import type { EndpointResult, WechatRequest } from './endpoint-handler.ts';

/** checkSessionKey: https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_checksessionkey.html */
export function checksession(request: WechatRequest, state: PlatformState): EndpointResult {
  const proof = checkSessionKeySignature('/wxa/checksession', request, state);
  if ('errcode' in proof) return proof;
  return { personId: proof.personId, body: { errcode: 0, errmsg: 'ok' } };
}

import type { PlatformState } from '../state/platform-state.ts';
import { checkSessionKeySignature } from './check-session-key-signature.ts';
import type { EndpointResult, WechatRequest } from './endpoint-handler.ts';

/** resetUserSessionKey: https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_resetusersessionkey.html */
export function resetusersessionkey(request: WechatRequest, state: PlatformState): EndpointResult {
  const proof = checkSessionKeySignature('/wxa/resetusersessionkey', request, state);
  if ('errcode' in proof) return proof;
  const { openid, personId } = proof;
  return {
    personId,
    body: { errcode: 0, errmsg: 'ok', openid, session_key: state.sessionKeys.rotate(openid) },
  };
}

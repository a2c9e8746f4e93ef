import { createHmac } from 'node:crypto';
import type { Endpoint } from '../protocol/endpoints.ts';
import { openidOf } from '../state/people.ts';
import type { PlatformState } from '../state/platform-state.ts';
import { checkAccessToken } from './check-access-token.ts';
import type { WechatRequest } from './endpoint-handler.ts';

/**
 * Checks that a request proves possession of a session_key, by signing the empty string with its base64 text:
 * https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html
 */
export function checkSessionKeySignature(
  endpoint: Endpoint,
  { method, query }: WechatRequest,
  state: PlatformState,
): { openid: string; personId: string } | { errcode: number; personId?: string } {
  if (method !== 'GET') return { errcode: 43001 };
  const authorized = checkAccessToken(endpoint, query, state);
  if ('errcode' in authorized) return authorized;
  const openid = query.get('openid');
  const signature = query.get('signature');
  const sigMethod = query.get('sig_method');
  if (!openid || !signature || !sigMethod) return { errcode: 40097 };
  const person = state.people.find(({ id }) => openidOf(id, authorized.appId) === openid);
  if (!person) return { errcode: 40003 };
  const personId = person.id;
  if (sigMethod !== 'hmac_sha256') return { errcode: 87008, personId };
  const key = state.sessionKeys.current(openid);
  if (!key) return { errcode: 87007, personId };
  const expected = createHmac('sha256', key).digest('hex');
  return signature === expected ? { openid, personId } : { errcode: 87009, personId };
}

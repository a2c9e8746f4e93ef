import { createHmac } from 'node:crypto';
import { authorize } from './authorize.ts';
import type { Endpoint, WechatRequest } from './endpoints.ts';
import { openidOf } from './people.ts';
import type { World } from './world.ts';

/**
 * Whose session_key a request proves to know, by signing the empty string with its base64 text:
 * https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html
 */
export function checkSignature(
  endpoint: Endpoint,
  { method, query }: WechatRequest,
  world: World,
): { openid: string; personId: string } | { errcode: number; personId?: string } {
  if (method !== 'GET') return { errcode: 43001 };
  const authorized = authorize(endpoint, query, world);
  if ('errcode' in authorized) return authorized;
  const openid = query.get('openid');
  const signature = query.get('signature');
  const sigMethod = query.get('sig_method');
  if (!openid || !signature || !sigMethod) return { errcode: 40097 };
  const person = world.people.find(({ id }) => openidOf(id, authorized.appId) === openid);
  if (!person) return { errcode: 40003 };
  const personId = person.id;
  if (sigMethod !== 'hmac_sha256') return { errcode: 87008, personId };
  const key = world.sessionKeys.current(openid);
  if (!key) return { errcode: 87007, personId };
  const expected = createHmac('sha256', key).digest('hex');
  return signature === expected ? { openid, personId } : { errcode: 87009, personId };
}

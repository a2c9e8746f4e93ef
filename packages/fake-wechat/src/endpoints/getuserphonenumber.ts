import { phoneInfo } from '../state/people.ts';
import type { PlatformState } from '../state/platform-state.ts';
import { checkAccessToken } from './check-access-token.ts';
import type { EndpointResult, WechatRequest } from './endpoint-handler.ts';

/** getPhoneNumber: https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/phone-number/api_getphonenumber.html */
export function getuserphonenumber(
  { method, query, body }: WechatRequest,
  state: PlatformState,
): EndpointResult {
  if (method !== 'POST') return { errcode: 43002 };
  const authorized = checkAccessToken('/wxa/business/getuserphonenumber', query, state);
  if ('errcode' in authorized) return authorized;
  if (!body) return { errcode: 47001 };
  const { appId } = authorized;
  const { code, openid } = body;
  const redemption = state.phoneCodes.redeem(String(code), {
    appId,
    ...(openid !== undefined && { openid: String(openid) }),
  });
  if (redemption.kind === 'foreign') return { errcode: 40013 };
  if (redemption.kind !== 'redeemed') return { errcode: 40029 };
  const person = state.people.find(({ id }) => id === redemption.personId);
  if (!person?.phone) return { errcode: 40029 };
  return {
    personId: person.id,
    body: { errcode: 0, errmsg: 'ok', phone_info: phoneInfo(person.phone, appId, state.now()) },
  };
}

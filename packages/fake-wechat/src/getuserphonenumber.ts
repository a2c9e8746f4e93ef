import { authorize } from './authorize.ts';
import type { Answer, WechatRequest } from './endpoints.ts';
import { phoneInfo } from './people.ts';
import type { World } from './world.ts';

/** getPhoneNumber: https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-info/phone-number/getPhoneNumber.html */
export function getuserphonenumber({ method, query, body }: WechatRequest, world: World): Answer {
  if (method !== 'POST') return { errcode: 43002 };
  const authorized = authorize('/wxa/business/getuserphonenumber', query, world);
  if ('errcode' in authorized) return authorized;
  if (!body) return { errcode: 47001 };
  const { appId } = authorized;
  const { code, openid } = body;
  const redemption = world.phoneCodes.redeem(String(code), {
    appId,
    ...(openid !== undefined && { openid: String(openid) }),
  });
  if (redemption.kind === 'foreign') return { errcode: 40013 };
  if (redemption.kind !== 'redeemed') return { errcode: 40029 };
  const person = world.people.find(({ id }) => id === redemption.personId);
  if (!person?.phone) return { errcode: 40029 };
  return {
    personId: person.id,
    body: { errcode: 0, errmsg: 'ok', phone_info: phoneInfo(person.phone, appId, world.now()) },
  };
}

import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { type FakePerson, openidOf, phoneInfo } from './people.ts';

/** What a `wx.*` call passes to the mini program. */
export interface EncryptedUserData {
  encryptedData: string;
  iv: string;
  /** The unencrypted part; user info only. */
  rawData?: string;
  /** hex SHA-1 of rawData and session_key. */
  signature?: string;
}

/**
 * Encrypts user info as wx.getUserInfo returns it (anonymous except for the IDs), or the phone number as the
 * getPhoneNumber button returns it: https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html
 * @param options.at milliseconds since 1970, for the watermark
 */
export function encryptUserData(options: {
  of: 'user-info' | 'phone-number';
  person: FakePerson;
  appId: string;
  /** Whether the app receives unionids. */
  unionBound: boolean;
  sessionKey: string;
  at: number;
}): EncryptedUserData {
  const { of, person, appId, unionBound, sessionKey, at } = options;
  if (of === 'phone-number') {
    if (!person.phone) throw new Error(`${person.id} has no phone number`);
    return encrypt(phoneInfo(person.phone, appId, at), sessionKey);
  }
  const ids = {
    openId: openidOf(person.id, appId),
    ...(unionBound && person.unionid && { unionId: person.unionid }),
  };
  const watermark = { timestamp: Math.floor(at / 1000), appid: appId };
  return {
    ...encrypt({ ...ids, ...anonymous, watermark }, sessionKey),
    rawData: anonymousRawData,
    signature: createHash('sha1')
      .update(anonymousRawData + sessionKey)
      .digest('hex'),
  };
}

/** WeChat's default avatar. */
export const greyAvatarUrl =
  'https://thirdwx.qlogo.cn/mmopen/vi_32/POgEwh4mIHO4nibH0KlMECNjjGxQUq24ZEaGT4poC6icRiccVGKSyXwibcPq4BWmiaIGuG1icwxaQX6grC9VemZoJ8rg/132';

const anonymous = {
  nickName: '微信用户',
  gender: 0,
  language: '',
  city: '',
  province: '',
  country: '',
  avatarUrl: greyAvatarUrl,
  is_demote: true,
};

/** The unencrypted user info, the same for everyone. */
export const anonymousRawData = JSON.stringify(anonymous);

function encrypt(data: object, sessionKey: string): { encryptedData: string; iv: string } {
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-128-cbc', Buffer.from(sessionKey, 'base64'), iv);
  const bytes = Buffer.concat([cipher.update(JSON.stringify(data)), cipher.final()]);
  return { encryptedData: bytes.toString('base64'), iv: iv.toString('base64') };
}

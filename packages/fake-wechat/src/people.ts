import { createHash } from 'node:crypto';
import type { JsonObject } from './json.ts';

/** Someone who taps the login button. */
export interface FakePerson {
  id: string;
  name: string;
  /** What an input of the type nickname offers. */
  nickName?: string;
  phone?: FakePhone;
  /** The person across the Open Platform account; without one, no app ever learns a unionid. */
  unionid?: string;
}

export interface FakePhone {
  /** Digits. */
  countryCode: string;
  /** Digits, without the country code. */
  number: string;
}

/** What DevTools hands out as the code when it runs without an AppID. */
export const touristCode = 'the code is a mock one';

/** The person whom {@link touristCode} stands for. */
export const touristId = 'tourist';

/** Their numbers belong to nobody: WeChat's own test accounts have the first two, the third is kept for fiction. */
export const people: readonly FakePerson[] = [
  {
    id: 'xiaoming',
    name: '小明',
    nickName: '小明🎐',
    phone: { countryCode: '86', number: '12066600001' },
    unionid: 'oFakeUnion-xiaoming-00000001',
  },
  {
    id: 'xiaohong',
    name: '小红',
    nickName: '小红同学',
    phone: { countryCode: '86', number: '12066600002' },
  },
  {
    id: 'dawei',
    name: '大伟',
    nickName: 'David',
    phone: { countryCode: '1', number: '2025550143' },
    unionid: 'oFakeUnion-dawei-00000000003',
  },
  { id: touristId, name: '游客' },
];

/**
 * The openid of a person inside one app: 28 characters that start with `o`.
 * It is a hash, so that a restarted fake knows everyone under the same openid as before.
 */
export function openidOf(personId: string, appId: string): string {
  const hash = createHash('sha256').update(JSON.stringify([appId, personId]));
  return `o${hash.digest('base64url').slice(0, 27)}`;
}

/**
 * A phone number as WeChat tells it, by getPhoneNumber and in encrypted data alike.
 * @param at milliseconds since 1970, for the watermark
 */
export function phoneInfo({ countryCode, number }: FakePhone, appId: string, at: number) {
  return {
    phoneNumber: countryCode === '86' ? number : `+${countryCode}${number}`,
    purePhoneNumber: number,
    countryCode,
    watermark: { timestamp: Math.floor(at / 1000), appid: appId },
  } satisfies JsonObject;
}

import { createHash } from 'node:crypto';
import type { JsonObject } from '../protocol/json.ts';

/** A made-up WeChat user. */
export interface FakePerson {
  id: string;
  name: string;
  /** What an input of type nickname suggests. */
  nickName?: string;
  phone?: FakePhone;
  /** Identifies the person across the Open Platform account. Without it, no app receives a unionid. */
  unionid?: string;
}

export interface FakePhone {
  /** Digits. */
  countryCode: string;
  /** Digits, without the country code. */
  number: string;
}

/** The code that DevTools issues when it runs without an AppID. */
export const touristCode = 'the code is a mock one';

/** The person that {@link touristCode} belongs to. */
export const touristId = 'tourist';

/** Their phone numbers are unassigned: two of WeChat's own test accounts, and one reserved for fiction. */
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
 * Returns the openid of a person in one app: 28 characters that start with `o`. It is a hash, so it stays the same
 * after a restart.
 */
export function openidOf(personId: string, appId: string): string {
  const hash = createHash('sha256').update(JSON.stringify([appId, personId]));
  return `o${hash.digest('base64url').slice(0, 27)}`;
}

/**
 * Returns a phone number in the form that getPhoneNumber and encrypted data share.
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

import { createHash } from 'node:crypto';

/** Someone who taps the login button. */
export interface FakePerson {
  id: string;
  name: string;
  /** The person across the Open Platform account; without one, no app ever learns a unionid. */
  unionid?: string;
}

/** What DevTools hands out as the code when it runs without an AppID. */
export const touristCode = 'the code is a mock one';

/** The person whom {@link touristCode} stands for. */
export const touristId = 'tourist';

export const people: readonly FakePerson[] = [
  { id: 'xiaoming', name: '小明', unionid: 'oFakeUnion-xiaoming-00000001' },
  { id: 'xiaohong', name: '小红' },
  { id: 'dawei', name: '大伟', unionid: 'oFakeUnion-dawei-00000000003' },
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

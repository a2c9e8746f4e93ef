import { type AccessTokens, createAccessTokens } from './access-tokens.ts';
import type { FakeApp } from './apps.ts';
import { type Codes, createCodes, newLoginCode, newPhoneCode } from './codes.ts';
import type { FakePerson } from './people.ts';
import { createQuotas, type Quotas } from './quotas.ts';
import { createSessionKeys, type SessionKeys } from './session-keys.ts';

/** Everything that the fake keeps between requests, other than events and scripted failures. */
export interface PlatformState {
  apps: readonly FakeApp[];
  people: readonly FakePerson[];
  /** Issued by wx.login. */
  codes: Codes;
  /** Issued by the getPhoneNumber button. */
  phoneCodes: Codes;
  sessionKeys: SessionKeys;
  accessTokens: AccessTokens;
  quotas: Quotas;
  /** By AppID, the IP addresses that may fetch an access_token. Without an entry, all may. */
  whitelists: Map<string, readonly string[]>;
  /** Milliseconds since 1970. */
  now: () => number;
}

export function createPlatformState(
  given: Pick<PlatformState, 'apps' | 'people' | 'now'>,
): PlatformState {
  const { now } = given;
  return {
    ...given,
    codes: createCodes(now, newLoginCode),
    phoneCodes: createCodes(now, newPhoneCode),
    sessionKeys: createSessionKeys(),
    accessTokens: createAccessTokens(now),
    quotas: createQuotas(now),
    whitelists: new Map(),
  };
}

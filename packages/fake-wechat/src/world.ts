import { type AccessTokens, createAccessTokens } from './access-tokens.ts';
import type { FakeApp } from './apps.ts';
import { type Codes, createCodes, newLoginCode, newPhoneCode } from './codes.ts';
import type { FakePerson } from './people.ts';
import { createQuotas, type Quotas } from './quotas.ts';
import { createSessionKeys, type SessionKeys } from './session-keys.ts';

/** Everything the platform knows. Endpoints read and change it; nothing else is kept between requests. */
export interface World {
  apps: readonly FakeApp[];
  people: readonly FakePerson[];
  /** What wx.login handed out. */
  codes: Codes;
  /** What the getPhoneNumber button handed out. */
  phoneCodes: Codes;
  sessionKeys: SessionKeys;
  accessTokens: AccessTokens;
  quotas: Quotas;
  /** By AppID, the only IP addresses that may fetch an access_token. Without an entry, all may. */
  whitelists: Map<string, readonly string[]>;
  /** Milliseconds since 1970. */
  now: () => number;
}

export function createWorld(given: Pick<World, 'apps' | 'people' | 'now'>): World {
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

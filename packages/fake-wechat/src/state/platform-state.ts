import { type AccessTokens, createAccessTokens } from './access-tokens.ts';
import type { FakeApp } from './apps.ts';
import { type Codes, createCodes, newLoginCode, newPhoneCode } from './codes.ts';
import { type FakePerson, openidOf } from './people.ts';
import type { PushSettings } from './push-settings.ts';
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
  /** By AppID, what the console has under 消息推送. Without an entry, nothing is pushed. */
  messagePush: Map<string, Required<PushSettings>>;
  /** Apps whose people have moved to another app, by AppID. */
  migrations: Map<string, string>;
  /** Returns the ID of the person who has that openid in an app. */
  personByOpenid(appId: string, openid: string): string | undefined;
  /** When WeChat replaces a session_key: at the exchange of a code, or already when one is issued. */
  keyReplacedBy: 'exchange' | 'code';
  /** Milliseconds since 1970. */
  now: () => number;
}

export function createPlatformState(
  given: Pick<PlatformState, 'apps' | 'people' | 'now'>,
): PlatformState {
  const { now, people } = given;
  const personsByApp = new Map<string, Map<string, string>>();
  return {
    ...given,
    codes: createCodes(now, newLoginCode),
    phoneCodes: createCodes(now, newPhoneCode),
    sessionKeys: createSessionKeys(),
    accessTokens: createAccessTokens(now),
    quotas: createQuotas(now),
    whitelists: new Map(),
    messagePush: new Map(),
    migrations: new Map(),
    personByOpenid(appId, openid) {
      let persons = personsByApp.get(appId);
      if (!persons) {
        persons = new Map(people.map(({ id }) => [openidOf(id, appId), id]));
        personsByApp.set(appId, persons);
      }
      return persons.get(openid);
    },
    keyReplacedBy: 'exchange',
  };
}

import { knownApp } from '../state/apps.ts';
import type { EventLog } from '../state/events.ts';
import { mask } from '../state/mask.ts';
import { type FakePerson, openidOf } from '../state/people.ts';
import type { PlatformState } from '../state/platform-state.ts';
import { encryptUserData } from '../state/user-data.ts';
import type { FakeWechat, PersonInApp } from './fake-wechat.ts';

type PersonControls = Pick<
  FakeWechat,
  | 'issueCode'
  | 'issuePhoneCode'
  | 'encryptUserData'
  | 'openidOf'
  | 'expireCode'
  | 'rotateSessionKey'
  | 'sessionKeyOf'
>;

/** Creates the controls that act as WeChat on a person's phone: issue codes, encrypt data, log in elsewhere. */
export function createPersonControls(state: PlatformState, log: EventLog): PersonControls {
  const { codes, phoneCodes, sessionKeys, now } = state;

  function knownPerson({ personId, appId }: PersonInApp): FakePerson {
    knownApp(state.apps, appId);
    const person = state.people.find(({ id }) => id === personId);
    if (!person) throw new Error(`unknown person: ${personId}`);
    return person;
  }
  const knownOpenid = (input: PersonInApp) => openidOf(knownPerson(input).id, input.appId);

  return {
    issueCode({ personId, appId }) {
      knownPerson({ personId, appId });
      const code = codes.issue({ personId, appId });
      if (state.keyReplacedBy === 'code') sessionKeys.rotate(openidOf(personId, appId));
      log.add({ kind: 'code-issued', appId, personId, code: mask(code) });
      return code;
    },
    issuePhoneCode({ personId, appId }) {
      const { phone } = knownPerson({ personId, appId });
      if (!phone) throw new Error(`${personId} has no phone number`);
      const code = phoneCodes.issue({ personId, appId });
      log.add({ kind: 'phone-code-issued', appId, personId, code: mask(code) });
      return code;
    },
    encryptUserData({ personId, appId, of = 'user-info' }) {
      const person = knownPerson({ personId, appId });
      const sessionKey = sessionKeys.current(openidOf(personId, appId));
      if (!sessionKey) throw new Error(`${personId} has not logged in to ${appId} yet`);
      const { unionBound } = knownApp(state.apps, appId);
      return encryptUserData({ of, person, appId, unionBound, sessionKey, at: now() });
    },
    openidOf: knownOpenid,
    expireCode(code) {
      codes.expire(code);
      phoneCodes.expire(code);
    },
    rotateSessionKey: (input) => void sessionKeys.rotate(knownOpenid(input)),
    sessionKeyOf: (input) => sessionKeys.current(knownOpenid(input)),
  };
}

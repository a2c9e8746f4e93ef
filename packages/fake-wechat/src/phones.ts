import { knownApp } from './apps.ts';
import type { EventLog } from './events.ts';
import type { FakeWechat, PersonInApp } from './fake-wechat.ts';
import { mask } from './mask.ts';
import { type FakePerson, openidOf } from './people.ts';
import { encryptUserData } from './user-data.ts';
import type { World } from './world.ts';

type Phones = Pick<
  FakeWechat,
  | 'issueCode'
  | 'issuePhoneCode'
  | 'encryptUserData'
  | 'openidOf'
  | 'expireCode'
  | 'rotateSessionKey'
  | 'sessionKeyOf'
>;

/** What WeChat does on the phones of people, as it hands things to a mini program or logs in elsewhere. */
export function createPhones(world: World, log: EventLog): Phones {
  const { codes, phoneCodes, sessionKeys, now } = world;

  function knownPerson({ personId, appId }: PersonInApp): FakePerson {
    knownApp(world.apps, appId);
    const person = world.people.find(({ id }) => id === personId);
    if (!person) throw new Error(`unknown person: ${personId}`);
    return person;
  }
  const knownOpenid = (input: PersonInApp) => openidOf(knownPerson(input).id, input.appId);

  return {
    issueCode({ personId, appId }) {
      knownPerson({ personId, appId });
      const code = codes.issue({ personId, appId });
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
      const { unionBound } = knownApp(world.apps, appId);
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

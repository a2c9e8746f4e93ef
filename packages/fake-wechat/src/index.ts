export { defaultApps, type FakeApp, touristApp } from './apps.ts';
export type { Endpoint } from './endpoints.ts';
export { errmsgs } from './errcodes.ts';
export type {
  Answered,
  CodeIssued,
  FakeEvent,
  PhoneCodeIssued,
  RequestReceived,
  Unanswered,
} from './events.ts';
export { type Failure, failureSchema } from './failures.ts';
export type { FakeWechat, FakeWechatOptions, PersonInApp } from './fake-wechat.ts';
export { type FakePerson, type FakePhone, people, touristCode } from './people.ts';
export type { Quota } from './quotas.ts';
export { startFakeWechat } from './start.ts';
export { anonymousRawData, type EncryptedUserData, greyAvatarUrl } from './user-data.ts';

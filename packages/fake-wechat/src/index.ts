export type { FakeWechat, FakeWechatOptions, PersonInApp } from './controls/fake-wechat.ts';
export type { Endpoint } from './protocol/endpoints.ts';
export { errmsgs } from './protocol/errcodes.ts';
export { startFakeWechat } from './start.ts';
export { defaultApps, type FakeApp, touristApp } from './state/apps.ts';
export type {
  Answered,
  CodeIssued,
  FakeEvent,
  PhoneCodeIssued,
  PushAnswered,
  PushSent,
  RequestReceived,
  Unanswered,
} from './state/events.ts';
export { type Failure, failureSchema } from './state/failures.ts';
export { type FakePerson, type FakePhone, people, touristCode } from './state/people.ts';
export type { Push, PushResult, PushSettings } from './state/push-settings.ts';
export type { Quota } from './state/quotas.ts';
export { anonymousRawData, type EncryptedUserData, greyAvatarUrl } from './state/user-data.ts';

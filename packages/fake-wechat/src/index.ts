export { defaultApps, type FakeApp, touristApp } from './apps.ts';
export type { Endpoint } from './endpoints.ts';
export type {
  Answered,
  CodeIssued,
  FakeEvent,
  RequestReceived,
  Unanswered,
} from './events.ts';
export type { Failure } from './failures.ts';
export { type FakePerson, people, touristCode } from './people.ts';
export {
  type FakeWechat,
  type FakeWechatOptions,
  type PersonInApp,
  startFakeWechat,
} from './start.ts';

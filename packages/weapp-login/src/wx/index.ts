// The client of a mini program. No dependency, and no zod at run time.
export {
  ClientFailure,
  type ClientFailureDetails,
  type ClientFailureKind,
  type Failure,
  type FailureCode,
} from '../client/client-failure.ts';
export { defineWords } from '../client/define-words.ts';
export { failureOf, type Message, type MessageOptions, messageOf } from '../client/message-of.ts';
export type { OwnContract } from '../client/send.ts';
export type { AppRoutes, Session } from '../client/session.ts';
export type { Action, FailureWords, Language, MessageWords } from '../client/words.ts';
export { callWx, readWx, waitForWx } from './call-wx.ts';
export { createSession, type WxSession } from './create-session.ts';
export { wxLanguage } from './language.ts';
export { createPageTasks, idle, type PageTasks, type TaskData } from './page-tasks.ts';
export { type EnvVersion, runningVersion } from './running-version.ts';
export { failureOfWx, type WxError } from './wx-error.ts';
export type { WxHost } from './wx-host.ts';

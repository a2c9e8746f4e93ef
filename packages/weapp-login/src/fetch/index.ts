// The client of a web page, a server or a script. No dependency, and no zod at run time.
export {
  ClientFailure,
  type ClientFailureDetails,
  type ClientFailureKind,
  type Failure,
  type FailureCode,
} from '../client/client-failure.ts';
export { failureOf, type Message, type MessageOptions, messageOf } from '../client/message-of.ts';
export type { OwnContract } from '../client/send.ts';
export type { AppRoutes, Session, SessionStorage } from '../client/session.ts';
export type { Action, FailureWords, Language, MessageWords } from '../client/words.ts';
export { type Client, createClient } from './create-client.ts';
export { createSession, type FetchSession } from './create-session.ts';
export type { FetchOptions } from './fetch-transport.ts';

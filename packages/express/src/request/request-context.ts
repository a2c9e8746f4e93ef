import type { IncomingHttpHeaders } from 'node:http';
import type { Caller } from './caller.ts';

/** Members of a request's log line besides method, route, status and duration. Never add a secret. */
export interface RequestFacts {
  appId?: string;
  /** The code of the returned problem. */
  problem?: string;
  /** The exceeded limit, such as `phone.person`. */
  limit?: string;
  errcode?: number;
  errmsg?: string;
  rid?: string;
  /** How WeChat failed, if not with an errcode. */
  wechat?: string;
  /** Why the store was unavailable. */
  store?: string;
  /** The user's random id, meaningless without the database. */
  userId?: string;
  /** The fault in encrypted data, and the age of the session_key. */
  userData?: string;
  sessionKeyAgeMs?: number;
  /** What was wrong with a message of WeChat's, or the event that it told of; whether it came before. */
  messagePush?: string;
  event?: string;
  repeated?: true;
  /** The login took the identity from WeChat's gateway, and no code was exchanged. */
  identifiedBy?: 'gateway';
  /** The unionid of this login belongs to another user. */
  unionidConflict?: true;
}

/** The context of a request. */
export interface RequestContext {
  readonly id: string;
  readonly referer: string | undefined;
  readonly userAgent: string | undefined;
  readonly headers: IncomingHttpHeaders;
  /** What this router's own paths begin with, as a caller sees them: where the router is mounted. Empty at the root. */
  readonly publicPath: string;
  /** Who makes the request, once the session was found. */
  caller?: Caller;
  /** Adds members to the request's log line. */
  note(facts: RequestFacts): void;
}

import type { IncomingHttpHeaders } from 'node:http';
import type { Response } from 'express';

/** What the log line of a request tells beside method, route, status and duration. Nothing secret goes in here. */
export interface RequestFacts {
  appId?: string;
  /** The code of the problem that was answered. */
  problem?: string;
  /** The limit that the request was over, such as `phone.person`. */
  limit?: string;
  errcode?: number;
  errmsg?: string;
  rid?: string;
  /** How WeChat failed, where it did not answer with an errcode. */
  wechat?: string;
  /** Why the store could not be used. */
  store?: string;
  /** Who made the request. A random id: it tells nothing of the person without the database. */
  userId?: string;
  /** What was wrong with encrypted data, and how old the session_key was. */
  userData?: string;
  sessionKeyAgeMs?: number;
  /** The login took the identity from WeChat's gateway, and no code was exchanged. */
  identifiedBy?: 'gateway';
  /** The unionid of this login belongs to another user. */
  unionidConflict?: true;
}

/** What is known of a request beside its body. */
export interface RequestContext {
  readonly id: string;
  readonly referer: string | undefined;
  readonly userAgent: string | undefined;
  readonly headers: IncomingHttpHeaders;
  /** Adds to the log line of the request. */
  note(facts: RequestFacts): void;
}

export const setContext = (res: Response, context: RequestContext): void => {
  res.locals.context = context;
};

export const contextOf = (res: Response): RequestContext => res.locals.context;

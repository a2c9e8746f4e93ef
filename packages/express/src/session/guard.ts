import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Caller } from '../request/caller.ts';
import type { Log } from '../request/log.ts';
import type { Middleware } from '../request/middleware.ts';
import { type Authenticate, SessionRequired } from './authenticate.ts';

/** Sessions for routes outside the contract. */
export interface Guard {
  /** Lets pass requests with a session; answers the others itself, with 401 and a problem. */
  requireSession: Middleware;
  /** Lets pass every request, and finds its session if it has one. */
  identify: Middleware;
  /**
   * Returns who makes a request.
   * @throws {Error} where `requireSession` did not run before
   */
  callerOf(req: IncomingMessage): Caller;
  /** Returns who makes a request, after `requireSession` or `identify`; undefined where it has no session. */
  findCaller(req: IncomingMessage): Caller | undefined;
}

/** Callers are kept beside the requests, not on them, because names such as `req.user` belong to several libraries. */
export function createGuard(options: {
  authenticate: Authenticate;
  answerProblem: (thrown: unknown, req: IncomingMessage, res: ServerResponse) => void;
  log: Log;
}): Guard {
  const { authenticate, answerProblem, log } = options;
  const callers = new WeakMap<IncomingMessage, Caller>();
  const find = async (req: IncomingMessage) =>
    void callers.set(req, await authenticate(req.headers.authorization));

  return {
    requireSession: (req, res, next) =>
      find(req).then(
        () => next(),
        (error: unknown) => answerProblem(error, req, res),
      ),
    identify: (req, _res, next) =>
      find(req).then(
        () => next(),
        (err: unknown) => {
          if (!(err instanceof SessionRequired))
            log.warn({ err }, 'could not look up a session; the request goes on without a caller');
          next();
        },
      ),
    callerOf(req) {
      const caller = callers.get(req);
      if (!caller) throw new Error('put requireSession before the handler that calls callerOf');
      return caller;
    },
    findCaller: (req) => callers.get(req),
  };
}

import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { Logger } from 'pino';
import { type Problem, ProblemError, problems, problemType } from 'weapp-login';
import { contextOf } from '../request/request-context.ts';
import { SessionRequired } from '../session/authenticate.ts';
import { StoreUnavailable } from '../store/store-unavailable.ts';
import { toProblem } from './to-problem.ts';

/** Handles every path without a route. */
export const notFound: RequestHandler = () => {
  throw new ProblemError('not-found');
};

/** Handles every request with a malformed target or Host header. */
export const malformed: RequestHandler = () => {
  throw new ProblemError('invalid-request', { detail: 'The target or the Host is malformed.' });
};

/** Returns the error handler: responds to every failure with a problem (RFC 9457), and logs unexpected ones. */
export function createProblemHandler({ log }: { log: Logger }): ErrorRequestHandler {
  // Express recognizes an error handler by its four parameters.
  return (thrown: unknown, _req, res, _next) => {
    const request = contextOf(res);
    const problem = toProblem(thrown);
    const { code, details } = problem;
    request.note({ problem: code });
    if (code === 'internal' && problem !== thrown)
      log.error({ requestId: request.id, err: thrown }, 'unhandled error');
    if (thrown instanceof StoreUnavailable) request.note({ store: thrown.message });

    if (res.headersSent || res.socket?.destroyed) {
      // The client is gone, or must not mistake a partial response for a complete one.
      res.destroy();
      return;
    }
    if (thrown instanceof SessionRequired) res.set('WWW-Authenticate', thrown.challenge);
    if (details.retryAfter !== undefined) res.set('Retry-After', String(details.retryAfter));
    const body: Problem = {
      type: problemType(code),
      code,
      ...problems[code],
      detail: details.detail,
      requestId: request.id,
      errors: details.errors,
    };
    res
      .status(body.status)
      .set('Content-Type', 'application/problem+json; charset=utf-8')
      .end(JSON.stringify(body));
  };
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Problem, ProblemError, type Problems, problemType } from 'weapp-login';
import { malformedPath } from '../connections/receive-requests.ts';
import type { BeginRequest } from '../request/begin-request.ts';
import type { Log } from '../request/log.ts';
import type { Middleware, Next } from '../request/middleware.ts';
import { anyChallenge, SessionRequired } from '../session/authenticate.ts';
import { StoreUnavailable } from '../store/store-unavailable.ts';
import { toProblem } from './to-problem.ts';

export type AnswerProblem = (thrown: unknown, req: IncomingMessage, res: ServerResponse) => void;

/** The same as an error handler, which frameworks tell by its four parameters. */
export type ErrorMiddleware = (
  thrown: unknown,
  req: IncomingMessage,
  res: ServerResponse,
  next: Next,
) => void;

/**
 * Returns a function that responds to any error with a problem (RFC 9457), and logs unexpected ones.
 * @param options.problems the known codes; may grow later
 */
export function createAnswerProblem(options: {
  log: Log;
  begin: BeginRequest;
  problems: Problems;
}): AnswerProblem {
  const { log, begin, problems } = options;
  return (thrown, req, res) => {
    const request = begin(req, res);
    const problem = toProblem(thrown, problems);
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
    if (code === 'session-required') {
      const challenge = thrown instanceof SessionRequired ? thrown.challenge : anyChallenge;
      res.setHeader('WWW-Authenticate', challenge);
    }
    if (details.retryAfter !== undefined) res.setHeader('Retry-After', String(details.retryAfter));
    const row = problems[code] as Problems[string];
    const body: Problem<string> = {
      type: request.publicPath + problemType(code),
      code,
      ...row,
      detail: details.detail,
      requestId: request.id,
      errors: details.errors,
    };
    res.statusCode = row.status;
    res.setHeader('Content-Type', 'application/problem+json; charset=utf-8');
    res.end(JSON.stringify(body));
  };
}

/** Answers every address that nothing else answers, for a program that wants a problem there. */
export const createNotFound =
  (answerProblem: AnswerProblem): Middleware =>
  (req, res) =>
    answerProblem(
      req.url?.startsWith(malformedPath)
        ? new ProblemError('invalid-request', { detail: 'The target or the Host is malformed.' })
        : new ProblemError('not-found'),
      req,
      res,
    );

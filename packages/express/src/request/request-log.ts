import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { type RequestFacts, setContext } from './request-context.ts';

/** What is known of a request when it is over. */
export interface RequestLine extends RequestFacts {
  requestId: string;
  method: string;
  /** The pattern, such as /sessions/:id; undefined where there is none. */
  route: string | undefined;
  status: number;
  durationMs: number;
  /** The caller was gone before the answer was. */
  aborted?: true;
}

/** An id from a proxy before us is kept, if it is fit for a log line and a header. */
const acceptedId = /^[\w.-]{8,64}$/;

/**
 * Gives each request an id, which every answer has as X-Request-Id, and writes one line when it is over. The line has the
 * route's pattern and never the URL, a header or a body, which may hold a token or a code.
 * @param options.now milliseconds since 1970
 * @param options.observe is told the same as the log, before it
 */
export function createRequestLog(options: {
  log: Logger;
  observe: (line: RequestLine) => void;
  now: () => number;
  randomBytes: (size: number) => Buffer;
}): RequestHandler {
  const { log, observe, now, randomBytes } = options;
  return (req, res, next) => {
    const startedAt = now();
    const sentId = req.get('x-request-id') ?? '';
    const id = acceptedId.test(sentId) ? sentId : randomBytes(12).toString('base64url');
    const facts: RequestFacts = {};
    setContext(res, {
      id,
      referer: req.get('referer'),
      userAgent: req.get('user-agent'),
      headers: req.headers,
      note: (more) => void Object.assign(facts, more),
    });

    res.once('close', () => {
      const line: RequestLine = {
        requestId: id,
        method: req.method,
        route: req.route?.path,
        status: res.statusCode,
        durationMs: Math.max(0, now() - startedAt),
        ...(!res.writableFinished && { aborted: true }),
        ...facts,
      };
      observe(line);
      if (res.statusCode >= 500) log.warn(line, 'request');
      else log.info(line, 'request');
    });
    next();
  };
}

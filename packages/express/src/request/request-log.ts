import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { type RequestFacts, setContext } from './request-context.ts';

/** A completed request. */
export interface RequestLine extends RequestFacts {
  requestId: string;
  method: string;
  /** The route pattern, such as /sessions/:id; undefined without a route. */
  route: string | undefined;
  status: number;
  durationMs: number;
  /** Whether the client disconnected before the response was sent. */
  aborted?: true;
}

/** A proxy's request id is kept if it is valid in a log line and a header. */
const acceptedId = /^[\w.-]{8,64}$/;

/**
 * Assigns each request an id, sent as X-Request-Id, and logs one line when it is done. The line has the
 * route pattern and never the URL, a header or a body, which may contain a token or code.
 * @param options.now milliseconds since 1970
 * @param options.observe called with the same facts before they are logged
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

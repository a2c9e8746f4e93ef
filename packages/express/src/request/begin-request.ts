import type { IncomingMessage, ServerResponse } from 'node:http';
import { setHeaders } from '../fast/own-headers.ts';
import type { Log } from './log.ts';
import type { Middleware } from './middleware.ts';
import type { RequestContext, RequestFacts } from './request-context.ts';
import { securityHeaders } from './security-headers.ts';

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

/** The route that a request is for. */
export interface BegunRoute {
  /** Its pattern, such as /sessions/:id. */
  path: string;
  /** Its name in the contract, if it is there. */
  name?: string;
}

/** What watches requests. */
export interface RequestObservers {
  /** Receives the same as the log, before it. */
  measureRequest?: ((line: RequestLine, routeName: string | undefined) => void) | undefined;
  /** Runs the rest of a request within a span of its own. */
  traceRequest?: ((request: TracedRequest, run: () => void) => void) | undefined;
}

export interface TracedRequest {
  req: IncomingMessage;
  res: ServerResponse;
  requestId: string;
  /** As in the log. */
  route: string | undefined;
}

export interface BeginRequest {
  /** Begins a request, unless it was begun before. */
  (req: IncomingMessage, res: ServerResponse, route?: BegunRoute): RequestContext;
  /** Returns a step that begins the requests of a route. */
  of(route?: BegunRoute): Middleware;
}

const contextKey = Symbol('request');
type Begun = ServerResponse & { [contextKey]?: RequestContext };

/** Returns the context of a request that was begun. */
export function contextOf(res: ServerResponse): RequestContext {
  return (res as Begun)[contextKey] as RequestContext;
}

/** A proxy's request id is kept if it is valid in a log line and a header. */
const acceptedId = /^[\w.-]{8,64}$/;

/**
 * Returns a function that begins a request: assigns an id, returned as X-Request-Id, sets the headers of every response, and logs
 * one line at the end. The line has the route's pattern, never the URL, a header or a body, which may contain a token or a code.
 * @param options.now milliseconds since 1970
 * @param options.publicPath where the router is mounted; default: where the request says
 */
export function createBeginRequest(
  options: RequestObservers & {
    log: Log;
    now: () => number;
    randomBytes: (size: number) => Buffer;
    publicPath?: string | undefined;
    /** Runs before the first request. */
    onFirst?: () => void;
    /** See each request before anything else does. */
    watchers?: readonly ((req: IncomingMessage) => void)[];
  },
): BeginRequest {
  const {
    log,
    measureRequest,
    traceRequest,
    now,
    randomBytes,
    publicPath,
    watchers = [],
  } = options;
  let { onFirst } = options;

  function begin(req: IncomingMessage, res: ServerResponse, route?: BegunRoute): RequestContext {
    const begun = (res as Begun)[contextKey];
    if (begun) return begun;
    onFirst?.();
    onFirst = undefined;
    for (const watch of watchers) watch(req);
    const startedAt = now();
    const { 'x-request-id': sentId, referer, 'user-agent': userAgent } = req.headers;
    const id =
      typeof sentId === 'string' && acceptedId.test(sentId)
        ? sentId
        : randomBytes(12).toString('base64url');
    const facts: RequestFacts = {};
    const mount = publicPath ?? (req as { baseUrl?: string }).baseUrl ?? '';
    const context: RequestContext = {
      id,
      referer,
      userAgent,
      headers: req.headers,
      publicPath: mount,
      note: (more) => void Object.assign(facts, more),
    };
    (res as Begun)[contextKey] = context;
    setHeaders(res, [...securityHeaders, 'X-Request-Id', id]);

    res.once('close', () => {
      const line: RequestLine = {
        requestId: id,
        method: req.method ?? '',
        route: route && mount + route.path,
        status: res.statusCode,
        durationMs: Math.max(0, now() - startedAt),
        ...(!res.writableFinished && { aborted: true }),
        ...facts,
      };
      measureRequest?.(line, route?.name);
      if (res.statusCode >= 500) log.warn(line, 'request');
      else log.info(line, 'request');
    });
    return context;
  }

  const of = (route?: BegunRoute): Middleware =>
    traceRequest
      ? (req, res, next) => {
          const { id, publicPath } = begin(req, res, route);
          traceRequest({ req, res, requestId: id, route: route && publicPath + route.path }, next);
        }
      : (req, res, next) => {
          begin(req, res, route);
          next();
        };
  return Object.assign(begin, { of });
}

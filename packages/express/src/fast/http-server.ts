import http, { type RequestListener } from 'node:http';
import {
  answerLimits,
  stallTimeoutMs as defaultStallTimeoutMs,
} from '../connections/connection-limits.ts';
import { type AnswerLimits, limitConnections } from '../connections/limit-connections.ts';
import { acceptConnectionsFirst } from './accept-connections-first.ts';
import { ownHeaders, type WithOwnHeaders } from './own-headers.ts';

/** Answers a request or hands it on. */
type Before = (req: http.IncomingMessage, res: http.ServerResponse, next: () => void) => unknown;

/**
 * Returns an HTTP server for an Express app that serves several times as many requests as `app.listen`, byte for byte the same.
 *
 * For every request Express replaces the prototype of Node's request and response objects with `app.request` and
 * `app.response`, and V8 has no fast path for an object whose prototype has changed
 * (https://github.com/expressjs/express/issues/5998). Here Node makes the objects from two classes whose prototypes are
 * `app.request` and `app.response` from the start, so that there is nothing to replace. A mounted sub-app
 * still changes prototypes; a router doesn't. docs/decisions/0005-express-prototypes.md says what an
 * upgrade of Express could break.
 *
 * Call it once per app, before the first request. It replaces `app.request` and `app.response` by objects that
 * inherit from them: properties added later don't reach sub-apps that are already mounted.
 *
 * @param options those of `http.createServer` (times in milliseconds), except for the two classes
 * @param options.defaultHeaders default headers of a response, as alternating names and values, unless a router of this
 * package has put its own on it. If a handler sets no header and passes `writeHead` an array, they cost almost nothing: Node
 * writes them out, so the array must not name them again. A mounted sub-app answers without them. Default: none
 * @param options.beforeApp responds or calls `next`, which passes the request to the app; it runs before everything except the
 * connection limits. Default: calls `next`
 * @param options.directly answers a request or hands it on to the app, in the app's place and time. Default: hands on every
 * request
 * @param options.answers overrides the limits of connection-limits.ts
 * @param options.stallTimeoutMs overrides the one of connection-limits.ts
 */
export const createHttpServer = (
  app: RequestListener & { request?: object; response?: object },
  options: Omit<http.ServerOptions, 'IncomingMessage' | 'ServerResponse'> & {
    defaultHeaders?: readonly string[];
    beforeApp?: Before;
    directly?: Before | undefined;
    answers?: Partial<AnswerLimits>;
    stallTimeoutMs?: number;
  } = {},
): http.Server => {
  const {
    defaultHeaders = [],
    beforeApp,
    directly,
    answers,
    stallTimeoutMs = defaultStallTimeoutMs,
  } = options;
  // Named like Node's, because stack traces show the name.
  class IncomingMessage extends http.IncomingMessage {}
  class ServerResponse<Request extends http.IncomingMessage = http.IncomingMessage>
    extends http.ServerResponse<Request>
    implements WithOwnHeaders
  {
    [ownHeaders]: readonly string[] | undefined = undefined;
    // Node calls this for every response, even one that a handler only ends.
    override writeHead(status: number, ...rest: unknown[]): this {
      const common = this[ownHeaders] ?? defaultHeaders;
      const [given] = rest;
      if (Array.isArray(given) && this.getHeaderNames().length === 0)
        return super.writeHead(status, common.concat(given));
      for (let at = 0; at < common.length && !this.headersSent; at += 2) {
        const [name = '', value = ''] = common.slice(at, at + 2);
        if (!this.hasHeader(name)) this.setHeader(name, value);
      }
      return super.writeHead(status, ...(rest as []));
    }
  }
  if (app.request && app.response) {
    app.request = Object.setPrototypeOf(IncomingMessage.prototype, app.request);
    app.response = Object.setPrototypeOf(ServerResponse.prototype, app.response);
  }
  const server = http.createServer({ ...options, IncomingMessage, ServerResponse });
  server.timeout = stallTimeoutMs;
  const limits = { ...answerLimits, ...answers };
  const begin = acceptConnectionsFirst(server, inOrder(directly, app));
  return server.on('request', limitConnections(server, inOrder(beforeApp, begin), limits));
};

const inOrder = (before: Before | undefined, then: RequestListener): RequestListener =>
  before ? (req, res) => void before(req, res, () => then(req, res)) : then;

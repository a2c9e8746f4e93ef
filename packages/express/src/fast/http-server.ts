import http from 'node:http';
import type { Express } from 'express';
import {
  answerLimits,
  stallTimeoutMs as defaultStallTimeoutMs,
} from '../connections/connection-limits.ts';
import { type AnswerLimits, limitConnections } from '../connections/limit-connections.ts';
import { acceptConnectionsFirst } from './accept-connections-first.ts';

/**
 * An HTTP server for an Express app that answers several times as many requests as `app.listen`, with the same bytes.
 *
 * For every request Express replaces the prototype of Node's request and response objects with `app.request` and
 * `app.response`, and V8 keeps no fast path for an object whose prototype has changed
 * (https://github.com/expressjs/express/issues/5998). Here Node makes the objects from two classes whose prototypes are
 * `app.request` and `app.response` from the start, so that the replacement finds nothing to replace. A mounted sub-app
 * still pays for its own change of prototype; a router doesn't. docs/decisions/0005-express-prototypes.md says what an
 * upgrade of Express could break.
 *
 * Call it once for an app, before the first request. `app.request` and `app.response` are replaced by objects that
 * inherit from them: what is put on them afterwards doesn't reach a sub-app that is mounted already.
 *
 * @param options those of `http.createServer` (times in milliseconds), except for the two classes
 * @param options.headersOf headers that an answer has unless its handler sets them itself: names and values in turn. To
 * a handler that sets none by itself and gives `writeHead` an array they cost next to nothing: Node writes them straight
 * out, so the array must not name them again. A mounted sub-app answers without them. Default: none
 * @param options.answers in place of those of limits.ts
 * @param options.stallTimeoutMs the same
 */
export const createHttpServer = (
  app: Express,
  options: Omit<http.ServerOptions, 'IncomingMessage' | 'ServerResponse'> & {
    headersOf?: (res: http.ServerResponse) => string[];
    answers?: Partial<AnswerLimits>;
    stallTimeoutMs?: number;
  } = {},
): http.Server => {
  const { headersOf = () => [], answers, stallTimeoutMs = defaultStallTimeoutMs } = options;
  // Named like Node's, for a stack trace tells the name.
  class IncomingMessage extends http.IncomingMessage {}
  class ServerResponse extends http.ServerResponse {
    // Node comes here for every answer, also where a handler only ends it.
    override writeHead(status: number, ...rest: unknown[]): this {
      const common = headersOf(this as http.ServerResponse);
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
  app.request = Object.setPrototypeOf(IncomingMessage.prototype, app.request);
  app.response = Object.setPrototypeOf(ServerResponse.prototype, app.response);
  const server = http.createServer({ ...options, IncomingMessage, ServerResponse });
  server.timeout = stallTimeoutMs;
  const limits = { ...answerLimits, ...answers };
  return server.on(
    'request',
    limitConnections(server, acceptConnectionsFirst(server, app), limits),
  );
};

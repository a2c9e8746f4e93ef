import http from 'node:http';
import type { Express } from 'express';
import { acceptFirst } from './accept-first.ts';

/**
 * An HTTP server for an Express app that answers several times as many requests as `app.listen`, with the same bytes.
 *
 * For every request Express replaces the prototype of Node's request and response objects with `app.request` and
 * `app.response`, and V8 keeps no fast path for an object whose prototype has changed
 * (https://github.com/expressjs/express/issues/5998). Here Node makes the objects from two classes whose prototypes are
 * `app.request` and `app.response` from the start, so that the replacement finds nothing to replace. A mounted sub-app
 * still pays for its own change of prototype; a router doesn't. docs/decisions/0005-own-http-server.md says what an
 * upgrade of Express could break.
 *
 * Call it once for an app, before the first request. `app.request` and `app.response` are replaced by objects that
 * inherit from them: what is put on them afterwards doesn't reach a sub-app that is mounted already.
 *
 * @param options those of `http.createServer` (times in milliseconds), except for the two classes.
 */
export const createHttpServer = (
  app: Express,
  options: Omit<http.ServerOptions, 'IncomingMessage' | 'ServerResponse'> = {},
): http.Server => {
  // Named like Node's, for a stack trace tells the name.
  class IncomingMessage extends http.IncomingMessage {}
  class ServerResponse extends http.ServerResponse {}
  app.request = Object.setPrototypeOf(IncomingMessage.prototype, app.request);
  app.response = Object.setPrototypeOf(ServerResponse.prototype, app.response);
  const server = http.createServer({ ...options, IncomingMessage, ServerResponse });
  return server.on('request', acceptFirst(server, app));
};

import type { ServerResponse } from 'node:http';

/** Under this name a response of the fast HTTP server has the headers to write out with its head: names and values in turn. */
export const ownHeaders: unique symbol = Symbol.for('weapp-login.own-headers');

export interface WithOwnHeaders {
  [ownHeaders]: readonly string[] | undefined;
}

/** Whether a response is one of the fast HTTP server, which writes these headers out together with the head. */
export function takesOwnHeaders(res: ServerResponse): res is ServerResponse & WithOwnHeaders {
  return ownHeaders in res;
}

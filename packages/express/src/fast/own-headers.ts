import type { ServerResponse } from 'node:http';

/** Under this name a response of the fast HTTP server has the headers to write out with its head: names and values in turn. */
export const ownHeaders: unique symbol = Symbol.for('weapp-login.own-headers');

export interface WithOwnHeaders {
  [ownHeaders]: readonly string[] | undefined;
}

/**
 * Sets headers, given as alternating names and values. A response of the fast HTTP server writes them out together with its
 * head. Without this file, callers use `res.setHeader`. docs/decisions/0005-express-prototypes.md
 */
export function setHeaders(res: ServerResponse, headers: readonly string[]): void {
  if (ownHeaders in res) {
    (res as WithOwnHeaders)[ownHeaders] = headers;
    return;
  }
  for (let at = 0; at < headers.length; at += 2) {
    res.setHeader(headers[at] as string, headers[at + 1] as string);
  }
}

import type { ServerResponse } from 'node:http';
import { ownHeaders, takesOwnHeaders, type WithOwnHeaders } from '../fast/own-headers.ts';
import { securityHeaders } from './security-headers.ts';

/** Sets the headers of every response: security headers and the request id. */
export function setResponseHeaders(res: ServerResponse, requestId: string): void {
  const headers = [...securityHeaders, 'X-Request-Id', requestId];
  if (takesOwnHeaders(res)) res[ownHeaders] = headers;
  else
    for (let at = 0; at < headers.length; at += 2)
      res.setHeader(headers[at] as string, headers[at + 1] as string);
}

/** The headers of every answer of a program: also of those that Node gives by itself, which have no request id. */
export const headersOf = (res: WithOwnHeaders): readonly string[] =>
  res[ownHeaders] ?? securityHeaders;

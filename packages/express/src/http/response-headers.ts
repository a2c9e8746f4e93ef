import type { ServerResponse } from 'node:http';
import type { Response } from 'express';
import type { RequestContext } from '../request/request-context.ts';
import { securityHeaders } from './security-headers.ts';

/** Returns the headers of every response, alternating names and values: security headers and the request id. */
export function headersOf(res: ServerResponse): string[] {
  // Node responds to some requests itself, such as an unknown Expect header. They have no context.
  const { locals } = res as Partial<Response<unknown, { context?: RequestContext }>>;
  const id = locals?.context?.id;
  return id === undefined ? [...securityHeaders] : [...securityHeaders, 'X-Request-Id', id];
}

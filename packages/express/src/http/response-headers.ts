import type { ServerResponse } from 'node:http';
import type { Response } from 'express';
import type { RequestContext } from '../request/request-context.ts';
import { securityHeaders } from './security-headers.ts';

/** The headers of every answer, names and values in turn: what a browser is told, and the id of the request. */
export function headersOf(res: ServerResponse): string[] {
  // Node answers some requests by itself, such as one that expects what nobody offers. They have no context.
  const { locals } = res as Partial<Response<unknown, { context?: RequestContext }>>;
  const id = locals?.context?.id;
  return id === undefined ? [...securityHeaders] : [...securityHeaders, 'X-Request-Id', id];
}

import type { IncomingMessage, ServerResponse } from 'node:http';

/** Hands a request on; with an error, to the error handler. */
export type Next = (error?: unknown) => void;

/** A step in the handling of a request, with the types of node:http alone, so that it fits any framework that passes these. */
export type Middleware = (
  req: IncomingMessage,
  res: ServerResponse,
  next: Next,
) => void | Promise<void>;

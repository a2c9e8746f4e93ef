import type { ServerResponse } from 'node:http';

/**
 * Sends a value as JSON, with the same headers as `res.json` except for the ETag: Node writes head and body at
 * once, while `res.json` sets each header separately and hashes the body. For uncached responses. Without this file,
 * callers use `res.json`. docs/decisions/0005-express-prototypes.md
 *
 * Head and body leave in a plain write: `end(body)` would add an empty chunk and so make Node collect both for a
 * vectored one. docs/decisions/0019-garbage-collection-and-system-calls.md
 *
 * @param status the HTTP status.
 * @param contentType the media type, if not plain JSON
 */
export const sendJson = (
  res: ServerResponse,
  status: number,
  value: unknown,
  contentType = 'application/json; charset=utf-8',
): void => {
  const body = JSON.stringify(value);
  const length = Buffer.byteLength(body);
  res.writeHead(status, ['Content-Type', contentType, 'Content-Length', String(length)]);
  res.write(body, length === body.length ? 'latin1' : 'utf8');
  res.socket?.uncork();
  res.end();
};

import type { ServerResponse } from 'node:http';

/**
 * Sends a value as JSON, with the same headers as `res.json` except for the ETag: Node writes head and body at
 * once, while `res.json` sets each header separately and hashes the body. For uncached responses. Without this file,
 * callers use `res.json`. docs/decisions/0005-express-prototypes.md
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
  const length = String(Buffer.byteLength(body));
  res.writeHead(status, ['Content-Type', contentType, 'Content-Length', length]).end(body);
};

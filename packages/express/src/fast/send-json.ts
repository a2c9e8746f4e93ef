import type { ServerResponse } from 'node:http';

/**
 * Answers with a value as JSON, with the same headers as `res.json` except for the ETag: Node writes head and body at
 * once, where `res.json` sets each header by itself and hashes the body. For answers that are not cached. Without this file,
 * callers use `res.json`. docs/decisions/0005-express-prototypes.md
 *
 * @param status the HTTP status.
 * @param contentType the media type where it isn't plain JSON.
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

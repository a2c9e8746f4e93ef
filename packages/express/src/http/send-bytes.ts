import type { ServerResponse } from 'node:http';

/** Sets headers, in place of those that every answer has. */
export function setHeaders(res: ServerResponse, headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
}

/** Answers 200 with bytes that are there already: one Buffer for every answer, since a string would be copied into each. */
export function sendBytes(
  res: ServerResponse,
  body: Buffer,
  headers: Readonly<Record<string, string>> & { 'Content-Type': string },
): void {
  setHeaders(res, { ...headers, 'Content-Length': String(body.length) });
  res.end(body);
}

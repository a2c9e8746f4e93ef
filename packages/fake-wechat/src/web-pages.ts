import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * Refuses requests of web pages, which neither WeChat's server API nor the controls are for, and keeps every answer from
 * being embedded in one. A person who opens an address in a browser is answered.
 * @returns whether the request may go on; if not, it is answered
 */
export function isolateFromBrowsers(req: IncomingMessage, res: ServerResponse): boolean {
  res.setHeader('cross-origin-resource-policy', 'same-origin');
  res.setHeader('x-content-type-options', 'nosniff');
  const { origin, 'sec-fetch-site': site = 'none' } = req.headers;
  if (origin === undefined && site === 'none') return true;
  res.writeHead(403, { 'content-type': 'text/plain' });
  res.end('The fake WeChat answers servers, not web pages.\n');
  return false;
}

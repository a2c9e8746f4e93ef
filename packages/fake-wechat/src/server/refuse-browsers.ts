import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * Refuses requests made by web pages and prevents them from embedding a response. Opening an address in a browser
 * works.
 * @returns false if the request was refused and the response sent
 */
export function refuseBrowsers(req: IncomingMessage, res: ServerResponse): boolean {
  res.setHeader('cross-origin-resource-policy', 'same-origin');
  res.setHeader('x-content-type-options', 'nosniff');
  const { origin, 'sec-fetch-site': site = 'none' } = req.headers;
  if (origin === undefined && site === 'none') return true;
  res.writeHead(403, { 'content-type': 'text/plain' });
  res.end('The fake WeChat answers servers, not web pages.\n');
  return false;
}

import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';

/** A Host of this machine, with any port: `localhost`, `127.0.0.0/8` or `[::1]`. */
const loopbackHost = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;

export const isLoopbackHost = (host: string): boolean => loopbackHost.test(host);

/** The headers that keep other sites from embedding, reading or holding on to what is served here. */
const isolation = {
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
};

/**
 * Answers only this machine's own pages and programs; everything else gets 403 and the reason.
 * @param pages the paths that another site may link to
 */
export function requireSameOrigin(pages: readonly string[]): RequestHandler {
  return (req, res, next) => {
    res.set(isolation);
    const reason = reasonToRefuse(req, pages);
    if (reason === undefined) next();
    else res.status(403).type('text/plain').send(`${reason}\n`);
  };
}

/** Why a request is refused; undefined where it is not. */
export function reasonToRefuse(req: IncomingMessage, pages: readonly string[]): string | undefined {
  const hosts = req.rawHeaders.filter((name, at) => at % 2 === 0 && /^host$/i.test(name));
  const { host = '', origin, 'sec-fetch-site': site, 'sec-fetch-mode': mode } = req.headers;
  // A name of another site can be made to resolve to this machine (DNS rebinding).
  if (hosts.length !== 1 || !loopbackHost.test(host))
    return `The simulator answers at localhost and 127.0.0.1 only; this request was for ${JSON.stringify(host)}.`;
  if (!req.url?.startsWith('/')) return 'The simulator is not a proxy.';
  if (origin !== undefined && origin !== `http://${host}`)
    return `The simulator answers its own pages only; this request came from ${JSON.stringify(origin)}.`;
  if (site === undefined || site === 'same-origin' || site === 'none') return undefined;
  // A link to the page is harmless: it may be followed, and the page can't be put into a frame.
  const { 'sec-fetch-dest': destination } = req.headers;
  const followed = req.method === 'GET' && mode === 'navigate' && destination === 'document';
  const [path = ''] = req.url.split('?');
  return followed && pages.includes(path)
    ? undefined
    : 'The simulator answers its own pages only; this request came from another site.';
}

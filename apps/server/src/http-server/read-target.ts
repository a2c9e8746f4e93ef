import type { IncomingMessage } from 'node:http';
import parseurl from 'parseurl';

/** No route has this path. */
const nowhere = '/nowhere';

/**
 * Express answers a request target that it can't parse, such as `//?@[`, by itself, before any handler of the app is
 * asked, and so without log, headers and error handler. Such a target becomes an address where there is nothing.
 * Parsing it here costs nothing: the result stays with the request, and Express finds it there.
 */
export function readTarget(req: IncomingMessage): void {
  if (!isReadable(req)) req.url = nowhere;
}

function isReadable(req: IncomingMessage): boolean {
  try {
    return typeof parseurl(req)?.pathname === 'string';
  } catch {
    return false;
  }
}

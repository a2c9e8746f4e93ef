import type { IncomingMessage, ServerResponse } from 'node:http';
import parseurl from 'parseurl';

/** A step before the app, which responds or calls `next`. */
type Step = (req: IncomingMessage, res: ServerResponse, next: () => void) => unknown;

/**
 * Returns the first step of every request: normalizes its target, and serves the operator's endpoints (GET and HEAD) without the
 * app, its log and its metrics, because probes are frequent and have nothing to do with users.
 * @param endpoints by path
 */
export function receiveRequests(endpoints: Readonly<Record<string, Step>>): Step {
  const steps = new Map(Object.entries(endpoints));
  return (req, res, next) => {
    readTarget(req);
    const isRead = req.method === 'GET' || req.method === 'HEAD';
    const answer = isRead ? steps.get(req.url?.split('?', 1)[0] ?? '') : undefined;
    if (answer) answer(req, res, next);
    else next();
  };
}

/** No route has this path. */
const nowhere = '/nowhere';

/**
 * The path given to every request with a malformed target or Host header. No request can contain it: Node reads targets as
 * Latin-1, which lacks this character.
 */
export const malformedPath = '/\u2717';

/**
 * Reads a request's target before Express does, because Express responds to an unparsable one itself, without log, headers and
 * error handler, and parses an absolute one with `url.parse`, which prints an invalid one to stderr.
 * Origin-form (`/me?x`) is kept, absolute-form (`http://host/me?x`) becomes origin-form. Malformed targets, and requests with
 * more than one Host header (RFC 9112, 3.2), get {@link malformedPath}.
 */
function readTarget(req: IncomingMessage): void {
  req.url = hasOneHost(req) ? originForm(req.url ?? '') : malformedPath;
  if (!isReadable(req)) req.url = nowhere;
}

function originForm(target: string): string {
  // A fragment is not part of a target.
  if (target.startsWith('/')) return target.includes('#') ? malformedPath : target;
  // `OPTIONS *` is about the server as a whole, which has no options.
  if (target === '*') return nowhere;
  const [, authority = '', path = ''] = /^https?:\/\/([^/?#@]+)([^#]*)$/i.exec(target) ?? [];
  if (authority === '' || !URL.canParse(`http://${authority}`)) return malformedPath;
  return path.startsWith('/') ? path : `/${path}`;
}

/** Express parses the same text the same way and reuses the result cached on the request. */
function isReadable(req: IncomingMessage): boolean {
  try {
    return typeof parseurl(req)?.pathname === 'string';
  } catch {
    return false;
  }
}

/** HTTP/1.0 allows none; Node refuses HTTP/1.1 without. Of several, Node would use the first. */
function hasOneHost({ rawHeaders }: IncomingMessage): boolean {
  let hosts = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index];
    if (name?.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  return hosts <= 1;
}

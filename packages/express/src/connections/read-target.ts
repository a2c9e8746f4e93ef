import type { IncomingMessage } from 'node:http';
import parseurl from 'parseurl';

/** No route has this path. */
const nowhere = '/nowhere';

/**
 * The path of every request whose target or Host header is malformed. No request comes with it: Node reads a target as
 * Latin-1, which doesn't have the character.
 */
export const malformedPath = '/\u2717';

/**
 * Reads the target of a request before Express does, which answers what it can't parse by itself, without log, headers and
 * error handler, and parses an absolute target with `url.parse`, which prints it to stderr where it is invalid.
 * Origin-form (`/me?x`) stays as it is, absolute-form (`http://host/me?x`) becomes origin-form. What is malformed, also by
 * more than one Host (RFC 9112, 3.2), gets {@link malformedPath}.
 */
export function readTarget(req: IncomingMessage): void {
  req.url = hasOneHost(req) ? originForm(req.url ?? '') : malformedPath;
  if (!isReadable(req)) req.url = nowhere;
}

function originForm(target: string): string {
  // A fragment is not part of a target.
  if (target.startsWith('/')) return target.includes('#') ? malformedPath : target;
  // Of the server as a whole, which has no options.
  if (target === '*') return nowhere;
  const [, authority = '', path = ''] = /^https?:\/\/([^/?#@]+)([^#]*)$/i.exec(target) ?? [];
  if (authority === '' || !URL.canParse(`http://${authority}`)) return malformedPath;
  return path.startsWith('/') ? path : `/${path}`;
}

/** Express parses the same text in the same way, and finds the result with the request. */
function isReadable(req: IncomingMessage): boolean {
  try {
    return typeof parseurl(req)?.pathname === 'string';
  } catch {
    return false;
  }
}

/** HTTP/1.0 may have none; Node refuses HTTP/1.1 without. It would take the first of several. */
function hasOneHost({ rawHeaders }: IncomingMessage): boolean {
  let hosts = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index];
    if (name?.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  return hosts <= 1;
}

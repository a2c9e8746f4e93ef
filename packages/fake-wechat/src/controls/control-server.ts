import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { z } from 'zod';

export type Control = (req: IncomingMessage, res: ServerResponse) => Promise<void> | void;

/** Handlers by path, then by method. */
export type ControlRoutes = Readonly<Record<string, Readonly<Record<string, Control>>>>;

export interface ControlServer {
  handle(path: string, req: IncomingMessage, res: ServerResponse): void;
}

/**
 * Creates the server of the controls.
 * @param options.remote whether other machines may use them
 */
export function createControlServer(options: {
  routes: ControlRoutes;
  remote: boolean;
}): ControlServer {
  const { routes, remote } = options;

  async function handle(path: string, req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (!remote && !isLocal(req))
      return send(res, 403, {
        error: 'the controls accept requests from this machine only, at localhost or 127.0.0.1',
      });
    const methods = routes[path];
    if (!methods) return send(res, 404, { error: `no such control: ${path}` });
    const method = req.method ?? '';
    const control = methods[method];
    if (!control) {
      res.setHeader('allow', Object.keys(methods).join(', '));
      return send(res, 405, { error: `${path} does not take ${method}` });
    }
    try {
      await control(req, res);
    } catch (error) {
      const message =
        error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
      send(res, 400, { error: message });
    }
  }

  return { handle: (path, req, res) => void handle(path, req, res) };
}

/**
 * Reads and validates a body.
 * @throws {Error} unless the content type is JSON, which an HTML form can't send
 */
export async function readJson<Schema extends z.ZodType>(
  req: IncomingMessage,
  schema: Schema,
): Promise<z.infer<Schema>> {
  if (!/^application\/json\b/.test(req.headers['content-type'] ?? '')) {
    throw new Error('send application/json');
  }
  return schema.parse(await json(req));
}

export function send(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** The Host header is checked too, because of DNS rebinding: a web page's own domain can resolve to loopback. */
function isLocal(req: IncomingMessage): boolean {
  const address = req.socket.remoteAddress ?? '';
  const local = address === '::1' || /^(::ffff:)?127\./.test(address);
  const hosts = req.rawHeaders.filter((name, at) => at % 2 === 0 && /^host$/i.test(name));
  const { host = '' } = req.headers;
  return local && hosts.length === 1 && loopbackHost.test(host);
}

/** With any port. */
const loopbackHost = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;

import { createServer, type Server } from 'node:http';

/**
 * Listens on loopback for the browser phone to ask for a restart of the server: `POST /` with a JSON content type, answered with
 * 204 once the server responds again.
 */
export function startRestartEndpoint(options: {
  port: number;
  restart: () => Promise<void>;
}): Server {
  const { port, restart } = options;
  return createServer((req, res) => {
    const { host, origin, 'content-type': type } = req.headers;
    // A web page sends its Origin, and the name that it was opened by, which can be made to resolve to this machine.
    if (origin !== undefined || host !== `127.0.0.1:${port}`) return void res.writeHead(403).end();
    if (req.method !== 'POST' || type !== 'application/json') return void res.writeHead(405).end();
    restart().then(
      () => res.writeHead(204).end(),
      () => res.writeHead(503).end(),
    );
  }).listen(port, '127.0.0.1');
}

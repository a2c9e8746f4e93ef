import {
  type IncomingMessage,
  type RequestListener,
  request,
  type ServerResponse,
} from 'node:http';

/** Changes a request on its way, or answers it in the server's place. */
export type Mangle = (req: IncomingMessage, res: ServerResponse) => unknown;

/** A reverse proxy to a server, such as one in front of it that was not set up for it. */
export const relayTo =
  (url: string, mangle: Mangle = () => undefined): RequestListener =>
  (req, res) => {
    mangle(req, res);
    if (res.writableEnded || res.destroyed) return;
    const { method, headers } = req;
    const onward = request(`${url}${req.url}`, { method, headers, agent: false }, (answer) => {
      res.writeHead(Number(answer.statusCode), answer.headers);
      answer.pipe(res);
    });
    // The server may answer before it has read all.
    onward.on('error', () => res.destroy());
    req.pipe(onward);
  };

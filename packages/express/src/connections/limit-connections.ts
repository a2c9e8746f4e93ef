import type { RequestListener, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

export interface AnswerLimits {
  /** Requests per connection that are handled concurrently; the others wait. */
  handledAtOnce: number;
  /** Pending requests per connection, running or waiting; one more closes the connection. */
  unanswered: number;
  /** Milliseconds until a connection with pending responses is closed because none was received completely. */
  answerTimeoutMs: number;
}

interface Connection {
  handled: Set<ServerResponse>;
  waiting: Parameters<RequestListener>[];
  /** When a response became pending, or the last one was received; milliseconds of performance.now(). */
  since: number;
}

/**
 * Bounds the memory of unread responses per connection. HTTP/1.1 lets a client send many requests
 * without waiting (pipelining), and Node starts all requests in a chunk of input; browsers, phones and proxies send one at a
 * time.
 *
 * Every started response emits `close`, even if its connection ends before its turn, when Node emits none.
 *
 * @returns a listener that handles each request in turn
 */
export function limitConnections(
  server: Server,
  handle: RequestListener,
  limits: AnswerLimits,
): RequestListener {
  const { handledAtOnce, unanswered, answerTimeoutMs } = limits;
  const connections = new Map<Socket, Connection>();

  server.on('connection', (socket: Socket) => {
    const connection: Connection = { handled: new Set(), waiting: [], since: 0 };
    connections.set(socket, connection);
    socket.once('close', () => {
      connections.delete(socket);
      connection.waiting.length = 0;
      for (const res of connection.handled)
        if (!res.destroyed) {
          res.destroyed = true;
          res.emit('close');
        }
    });
  });

  const sweep = setInterval(
    () => {
      const latest = performance.now() - answerTimeoutMs;
      for (const [socket, { handled, since }] of connections)
        if (handled.size > 0 && since < latest) socket.destroy();
    },
    Math.min(answerTimeoutMs / 4, 5_000),
  );
  sweep.unref();
  server.once('close', () => clearInterval(sweep));

  function begin(connection: Connection, req: Parameters<RequestListener>[0], res: ServerResponse) {
    connection.handled.add(res);
    res.once('close', () => {
      connection.handled.delete(res);
      connection.since = performance.now();
      const next = connection.waiting.shift();
      if (next) begin(connection, ...(next as [typeof req, typeof res]));
    });
    handle(req, res as Parameters<RequestListener>[1]);
  }

  return (req, res) => {
    const connection = connections.get(req.socket);
    // Node continues with the rest of a chunk after its connection was closed.
    if (!connection || req.socket.destroyed) return;
    const { handled, waiting } = connection;
    if (handled.size === 0) connection.since = performance.now();
    if (handled.size < handledAtOnce) begin(connection, req, res);
    else if (handled.size + waiting.length < unanswered) waiting.push([req, res]);
    else req.socket.destroy();
  };
}

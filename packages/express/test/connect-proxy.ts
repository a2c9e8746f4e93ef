import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/**
 * An HTTP proxy that knows CONNECT, as Squid does.
 * @param options.credentials the required `user:password`; without them anyone may use it
 * @param options.allows whether it connects to `host:port`
 */
export async function startConnectProxy(
  options: { credentials?: string; allows?: (target: string) => boolean } = {},
) {
  const { credentials, allows = () => true } = options;
  const expected = credentials && `Basic ${Buffer.from(credentials).toString('base64')}`;
  const targets: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer().on('connect', (req, socket: Socket, head) => {
    const target = req.url ?? '';
    const refuse = (status: string) => void socket.end(`HTTP/1.1 ${status}\r\n\r\n`);
    sockets.add(socket);
    socket.on('error', () => undefined);
    if (expected && req.headers['proxy-authorization'] !== expected)
      return refuse('407 Proxy Authentication Required');
    if (!allows(target)) return refuse('403 Forbidden');
    targets.push(target);
    const [, port] = target.split(':');
    const upstream = connect(Number(port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(socket).pipe(upstream);
    });
    sockets.add(upstream);
    upstream.on('error', () => socket.destroy());
    socket.on('close', () => upstream.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Where it has connected to. */
    targets,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

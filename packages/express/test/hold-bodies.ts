import { once } from 'node:events';
import { connect } from 'node:net';

/** Requests that announce a body, send nearly all of it and wait, each on a connection of its own. The server reads them in its own time. */
export async function holdBodies(
  url: string,
  target: `${string} /${string}`,
  options: { length: number; count: number; headers?: Record<string, string>; begin?: string },
) {
  const { length, count, headers = { 'content-type': 'application/json' }, begin = '' } = options;
  const { hostname, port } = new URL(url);
  const lines = Object.entries({ host: 'x', 'content-length': length, ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  const sockets = Array.from({ length: count }, () => connect(Number(port), hostname));
  /** What came back on each. */
  const answers: string[] = [];
  for (const [at, socket] of sockets.entries())
    socket
      .on('error', () => undefined)
      .on('data', (chunk) => {
        answers[at] = (answers[at] ?? '') + chunk;
      });
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  for (const socket of sockets) {
    socket.write(`${target} HTTP/1.1\r\n${lines.join('')}\r\n`);
    socket.write(begin.padEnd(length - 1024));
  }
  return {
    answers,
    letGo() {
      for (const socket of sockets) socket.destroy();
    },
  };
}

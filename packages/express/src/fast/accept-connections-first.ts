import type { RequestListener, Server } from 'node:http';

/** The maximum of turns a request waits, so that a stream of new connections can't block established ones. */
const longestWait = 64;

/**
 * Accepts pending connections before starting requests. Node accepts one connection per event loop turn
 * (https://github.com/libuv/libuv/pull/3696), and a turn lasts as long as all the requests that are ready in it.
 * When hundreds of clients connect at once, the last would wait seconds behind requests of the first. So requests
 * are held back while connections arrive, which keeps the turns short. Without this file, `begin` is the
 * listener. docs/decisions/0011-accept-connections-first.md
 *
 * @returns a listener that starts each request later, in the async context it arrived in
 */
export const acceptConnectionsFirst = (server: Server, begin: RequestListener): RequestListener => {
  let arriving = 0;
  server.on('connection', () => {
    arriving += 1;
    // Counts until the next turn, when the next connection shows.
    setImmediate(() =>
      setImmediate(() => {
        arriving -= 1;
      }),
    );
  });
  const beginInTime = (waited: number, [req, res]: Parameters<RequestListener>): void => {
    if (arriving === 0 || waited === longestWait) begin(req, res);
    else setImmediate(beginInTime, waited + 1, [req, res]);
  };
  return (req, res) => (arriving === 0 ? begin(req, res) : beginInTime(0, [req, res]));
};

import type { RequestListener, Server } from 'node:http';

/** So many turns does a request wait at most, so that a stream of new connections can't hold up those that are there. */
const longestWait = 64;

/**
 * Lets connections in before requests are begun. Node accepts one connection in a turn of its event loop
 * (https://github.com/libuv/libuv/pull/3696), and a turn lasts as long as all the requests take that are ready in it.
 * When hundreds connect at a time, the last of them would wait for seconds behind requests of the first. So requests
 * stay put while connections come in, which keeps the turns short until all are in. Without this file, `begin` is the
 * listener. docs/decisions/0011-accept-connections-first.md
 *
 * @returns what begins a request when it is time, in the asynchronous context that it came in.
 */
export const acceptConnectionsFirst = (server: Server, begin: RequestListener): RequestListener => {
  let arriving = 0;
  server.on('connection', () => {
    arriving += 1;
    // It counts until the turn after this one, in which the next connection shows.
    setImmediate(() =>
      setImmediate(() => {
        arriving -= 1;
      }),
    );
  });
  const beginInTime = (waited: number, ...exchange: Parameters<RequestListener>): void => {
    if (arriving === 0 || waited === longestWait) begin(...exchange);
    else setImmediate(beginInTime, waited + 1, ...exchange);
  };
  return (req, res) => beginInTime(0, req, res);
};

import type { Agent } from 'node:http';
import type { Duplex } from 'node:stream';

/** The code of the error with which a connection fails that takes too long to be made. */
export const connectTimeoutCode = 'WECHAT_CONNECT_TIMEOUT';

/**
 * Makes the agent give up a connection that is not ready to carry a request in time: the name looked up, TCP
 * connected and TLS agreed. Neither Node's agent nor axios has a limit for this part alone.
 * @param timeoutMs milliseconds
 * @param readyEvent the socket's event after which a request is sent
 */
export function limitConnecting<Guarded extends Agent>(
  agent: Guarded,
  timeoutMs: number,
  readyEvent: 'connect' | 'secureConnect',
): Guarded {
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const socket: Duplex | null | undefined = connect(options, callback);
    if (!socket) return socket;
    const timer = setTimeout(() => {
      socket.destroy(
        Object.assign(new Error('connecting takes too long'), { code: connectTimeoutCode }),
      );
    }, timeoutMs);
    const stop = () => clearTimeout(timer);
    socket.once(readyEvent, stop).once('close', stop);
    return socket;
  };
  return agent;
}

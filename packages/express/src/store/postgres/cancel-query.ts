import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import type pg from 'pg';

/** Milliseconds in total. Without a response by then, the server will notice by itself. */
const timeoutMs = 1_000;

/** Numbers of https://www.postgresql.org/docs/current/protocol-message-formats.html */
const sslRequest = 80_877_103;
const cancelRequest = 80_877_102;

/**
 * Cancels a connection's statement over another connection, without a password. A server does not notice that its
 * client is gone while it waits, for instance in a COMMIT whose synchronous standby is down, and keeps the connection.
 * Never rejects, because the server itself may be down.
 */
export async function cancelQuery(client: pg.PoolClient): Promise<void> {
  const { host, port, ssl, processID, secretKey } = client as unknown as {
    host: string;
    port: number;
    ssl: boolean | ConnectionOptions;
    processID: number | null;
    secretKey: number | null;
  };
  if (processID === null || secretKey === null) return;
  const plain = host.startsWith('/')
    ? connect(`${host}/.s.PGSQL.${port}`)
    : connect({ host, port });
  plain.setTimeout(timeoutMs, () => plain.destroy());
  const late = setTimeout(() => plain.destroy(), timeoutMs);
  try {
    const socket = ssl ? await startTls(plain, { host, ssl }) : plain;
    const closed = once(socket, 'close');
    socket.resume().end(numbers(16, cancelRequest, processID, secretKey));
    // The server closes the connection once it has handled the request.
    await closed;
  } catch {
    plain.destroy();
  } finally {
    clearTimeout(late);
  }
}

async function startTls(
  plain: Socket,
  { host, ssl }: { host: string; ssl: true | ConnectionOptions },
): Promise<Socket> {
  plain.write(numbers(8, sslRequest));
  const [answer] = (await once(plain, 'data')) as [Buffer];
  if (answer.toString() !== 'S') throw new Error('no TLS');
  const secure = connectTls({ ...(ssl === true ? {} : ssl), socket: plain, servername: host });
  await once(secure, 'secureConnect');
  return secure;
}

function numbers(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => void bytes.writeInt32BE(value | 0, index * 4));
  return bytes;
}

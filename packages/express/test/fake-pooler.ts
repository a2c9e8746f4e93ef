import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** The startup parameters that PgBouncer takes by default; it refuses every other. */
const known = [
  'user',
  'database',
  'client_encoding',
  'application_name',
  'datestyle',
  'timezone',
  'standard_conforming_strings',
];

/**
 * A pooler before a PostgreSQL server, in transaction mode: each transaction goes to another connection than the one
 * before it, and a client receives an invalid process id. It has one user, without a password.
 * @param target where the server listens, and how to enter there
 */
export async function startFakePooler(
  target: URL,
  mode: 'transaction' | 'statement' = 'transaction',
) {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    sockets.add(near);
    near.on('close', () => sockets.delete(near)).on('error', () => undefined);
    void serve(near, { target, sockets, mode });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(target);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

async function serve(
  near: Socket,
  options: { target: URL; sockets: Set<Socket>; mode: 'transaction' | 'statement' },
): Promise<void> {
  const { target, sockets, mode } = options;
  const fromClient = readMessages(near);
  const startup = await fromClient.next('untyped');
  // A cancel request, which only the server itself could act on.
  if (startup.readInt32BE(4) !== 196_608) return void near.destroy();
  const texts = startup.subarray(8).toString().split('\0');
  const names = texts.filter((text, index) => index % 2 === 0 && text !== '');
  const strange = names.find((name) => !known.includes(name.toLowerCase()));
  if (strange) {
    refuse(near, `unsupported startup parameter: ${strange}`);
    return;
  }

  const far = await Promise.all([0, 1].map(() => enter(target, sockets)));
  near.on('close', () => far.forEach(({ socket }) => void socket.destroy()));
  near.write(message('R', int32(0)));
  near.write(message('K', Buffer.concat([int32(4_000_000), int32(1)])));
  near.write(message('Z', Buffer.from('I')));

  let current = 0;
  let idle = true;
  for (const { fromServer } of far)
    fromServer.each((answer) => {
      near.write(answer);
      if (typeOf(answer) === 'Z') idle = answer.at(-1) === 'I'.charCodeAt(0);
    });
  fromClient.each((asked) => {
    if (mode === 'statement' && asked.includes('BEGIN'))
      return refuse(near, 'transaction blocks not allowed in statement pooling mode');
    if (idle) current = (current + 1) % far.length;
    idle = false;
    far[current]?.socket.write(asked);
  });
}

function refuse(near: Socket, reason: string): void {
  const fields = ['SFATAL', 'C08P01', `M${reason}`, ''];
  near.end(message('E', Buffer.from(`${fields.join('\0')}\0`)));
}

/** A connection to the server that is ready for a query. */
async function enter(target: URL, sockets: Set<Socket>) {
  const socket = connect(Number(target.port), target.hostname);
  sockets.add(socket);
  socket.on('error', () => undefined);
  const fromServer = readMessages(socket);
  const parameters = ['user', target.username, 'database', target.pathname.slice(1), '', ''];
  const body = Buffer.concat([int32(196_608), Buffer.from(parameters.join('\0'))]);
  socket.write(Buffer.concat([int32(body.length + 4), body]));
  for (;;) {
    const answer = await fromServer.next('typed');
    const type = typeOf(answer);
    if (type === 'R' && answer.readInt32BE(5) === 3)
      socket.write(message('p', Buffer.from(`${target.password}\0`)));
    if (type === 'E') throw new Error(answer.toString());
    if (type === 'Z') return { socket, fromServer };
  }
}

/** The messages that arrive, whole. Typed ones begin with a letter, all have a length. */
function readMessages(socket: Socket) {
  let bytes = Buffer.alloc(0);
  let take: (() => void) | undefined;
  function shift(head: 0 | 1): Buffer | undefined {
    if (bytes.length < head + 4) return undefined;
    const end = head + bytes.readInt32BE(head);
    if (bytes.length < end) return undefined;
    const whole = bytes.subarray(0, end);
    bytes = bytes.subarray(end);
    return whole;
  }
  socket.on('data', (chunk) => {
    bytes = Buffer.concat([bytes, chunk as Buffer]);
    take?.();
  });
  return {
    next: (kind: 'typed' | 'untyped') =>
      new Promise<Buffer>((resolve) => {
        take = () => {
          const whole = shift(kind === 'typed' ? 1 : 0);
          if (whole) take = undefined;
          if (whole) resolve(whole);
        };
        take();
      }),
    each(handle: (message: Buffer) => void) {
      take = () => {
        for (let whole = shift(1); whole; whole = shift(1)) handle(whole);
      };
      take();
    },
  };
}

const typeOf = (whole: Buffer) => whole.toString('latin1', 0, 1);

const int32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};

const message = (type: string, body: Buffer) =>
  Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);

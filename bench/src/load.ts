// The load generator: a process of its own, so that its work is not counted as a contender's.
import { connect, type Socket } from 'node:net';
import { type Load, type LoadResult, unique } from './generator.ts';

/** Of all loads, so that no two requests to a contender have the same number. */
let sent = 0;

const headEnd = Buffer.from('\r\n\r\n');

/** Sends the requests in rotation over that many connections, each waiting for a response before the next request. */
async function generate({ port, parallel, durationMs, requests }: Load): Promise<LoadResult> {
  const latencies: number[] = [];
  const failures = new Map<string, number>();
  const wire = requests.map((request) => Buffer.from(request));
  const uniqueAt = requests.map((request) => request.indexOf(unique));
  let next = 0;

  const sockets = await Promise.all(Array.from({ length: parallel }, () => open(port)));
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  const endsAt = startedAt + durationMs;
  await Promise.all(sockets.map((socket) => converse(socket)));
  const elapsedMs = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(cpuBefore);

  latencies.sort((a, b) => a - b);
  const quantile = (part: number) => latencies[Math.floor((latencies.length - 1) * part)] ?? 0;
  return {
    requests: latencies.length,
    elapsedMs,
    p50: quantile(0.5),
    p99: quantile(0.99),
    busy: (user + system) / 1000 / elapsedMs,
    failures: Object.fromEntries(failures),
  };

  function converse(socket: Socket) {
    return new Promise<void>((resolve, reject) => {
      let sentAt = 0;
      let rest: Buffer | undefined;
      const send = () => {
        const index = next++ % wire.length;
        const request = wire[index] as Buffer;
        const at = uniqueAt[index] ?? -1;
        if (at >= 0) request.write(String(sent++).padStart(unique.length, '0'), at, 'latin1');
        sentAt = performance.now();
        socket.write(request);
      };
      socket.on('data', (chunk) => {
        rest = rest ? Buffer.concat([rest, chunk]) : chunk;
        const end = rest.indexOf(headEnd);
        if (end < 0) return;
        const head = rest.toString('latin1', 0, end);
        const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
        if (length === undefined) return reject(new Error(`an answer without a length: ${head}`));
        if (rest.length < end + 4 + Number(length)) return;
        rest = undefined;
        const status = head.slice(9, 12);
        if (status !== '200') failures.set(status, (failures.get(status) ?? 0) + 1);
        const now = performance.now();
        latencies.push(now - sentAt);
        if (now < endsAt) return send();
        socket.destroy();
        resolve();
      });
      socket.on('error', reject).on('end', () => reject(new Error('the server hung up')));
      send();
    });
  }
}

const open = (port: number) =>
  new Promise<Socket>((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket));
    socket.once('error', reject);
  });

process.on('message', async (load: Load) => {
  const result = await generate(load).catch((error: Error) => ({ error: error.message }));
  process.send?.(result);
});
process.on('disconnect', () => process.exit());

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a probe of readiness answers. */
export type Readiness = 'ok' | 'closing' | 'store-unavailable';

/**
 * A connection receives one answer in this time, after a few at once; what it asks for earlier waits. No prober asks so often, and
 * hundreds of connections that ask as fast as they can leave the processor to the others. Milliseconds.
 */
const spacingMs = 500;
const atOnce = 10;

type Probe = (req: IncomingMessage, res: ServerResponse) => Promise<void>;

/**
 * Returns what answers `GET /healthz` (liveness: the process answers) and `GET /readyz` (readiness: the store is usable and the
 * server is not about to end; WeChat's state plays no part).
 */
export function answerProbes(readiness: () => Promise<Readiness>): {
  liveness: Probe;
  readiness: Probe;
} {
  const dueAt = new WeakMap<Socket, number>();

  async function itsTurn(socket: Socket): Promise<void> {
    const now = performance.now();
    const due = Math.max(now - atOnce * spacingMs, dueAt.get(socket) ?? 0) + spacingMs;
    dueAt.set(socket, due);
    if (due > now) await sleep(due - now);
  }

  const answerWith =
    (check: () => Promise<Readiness>): Probe =>
    async (req, res) => {
      await itsTurn(req.socket);
      const status = await check();
      const body = JSON.stringify({ status });
      res
        .writeHead(status === 'ok' ? 200 : 503, [
          'Content-Type',
          'application/json; charset=utf-8',
          'Content-Length',
          String(body.length),
        ])
        .end(body);
    };

  return { liveness: answerWith(async () => 'ok'), readiness: answerWith(readiness) };
}

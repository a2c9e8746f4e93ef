import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** The status that a readiness probe returns. */
export type Readiness = 'ok' | 'closing' | 'store-unavailable';

/**
 * Each connection gets one response per interval, after a short burst; earlier requests wait. No prober asks this often, and
 * hundreds of connections that flood the probes can't starve other requests. Milliseconds.
 */
const spacingMs = 500;
const atOnce = 10;

type Probe = (req: IncomingMessage, res: ServerResponse) => Promise<void>;

/**
 * Returns the handlers of `GET /healthz` (liveness) and `GET /readyz` (readiness: the store is usable and the server isn't
 * shutting down; WeChat's state doesn't matter).
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

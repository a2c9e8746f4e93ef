import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Middleware } from '../request/middleware.ts';

/** What a probe of readiness answers. */
export type Readiness = 'ok' | 'closing' | 'store-unavailable';

/**
 * A connection receives one answer in this time, after a few at once; what it asks for earlier waits. No prober asks so often, and
 * hundreds of connections that ask as fast as they can leave the processor to the others. Milliseconds.
 */
const spacingMs = 500;
const atOnce = 10;

/**
 * Answers `GET /healthz` (liveness: the process answers) and `GET /readyz` (readiness: the store is usable and the server is
 * not about to end; WeChat's state plays no part). It stands before the app, without log and metrics, because a probe comes all
 * the time and says nothing about the people.
 */
export function answerProbes(options: { readiness: () => Promise<Readiness> }): Middleware {
  const { readiness } = options;
  const dueAt = new WeakMap<Socket, number>();

  async function itsTurn(socket: Socket): Promise<void> {
    const now = performance.now();
    const due = Math.max(now - atOnce * spacingMs, dueAt.get(socket) ?? 0) + spacingMs;
    dueAt.set(socket, due);
    if (due > now) await sleep(due - now);
  }

  async function answer(req: IncomingMessage, res: ServerResponse, isReadiness: boolean) {
    await itsTurn(req.socket);
    const status = isReadiness ? await readiness() : 'ok';
    const body = JSON.stringify({ status });
    res
      .writeHead(status === 'ok' ? 200 : 503, [
        'Content-Type',
        'application/json; charset=utf-8',
        'Content-Length',
        String(body.length),
      ])
      .end(body);
  }

  return (req, res, next) => {
    // The app says that there is nothing else.
    if (req.method !== 'GET' && req.method !== 'HEAD') return next();
    const path = req.url?.split('?', 1)[0];
    if (path === '/readyz') return answer(req, res, true);
    if (path === '/healthz') return answer(req, res, false);
    next();
  };
}

import { randomUUID } from 'node:crypto';
import express, { type Request, type Response, type Router } from 'express';
import { z } from 'zod';
import type { PageStreams } from '../controls/event-stream.ts';
import { type ActionResult, actionSchema, defaultTimeoutMs } from './protocol.ts';

/** Beyond what an action waits by itself. Milliseconds. */
const graceMs = 5_000;

const resultSchema = z.object({ id: z.string() }).loose();
const reportSchema = z.record(z.string(), z.unknown());

/**
 * Scripts and the developer view ask here, and the page that has the phone answers:
 * - `POST /automate` performs one action of {@link actionSchema} and answers with its result
 * - `GET /developer/stream` sends what runs on the phone, one JSON object a line: first all of it, then what changed
 */
export function createAutomation(streams: PageStreams): Router {
  const waiting = new Map<string, (result: ActionResult) => void>();
  const watchers = new Set<Response>();
  /** The latest of each part, for a watcher that comes later. */
  let latest: Record<string, unknown> = {};

  async function automate(req: Request, res: Response): Promise<void> {
    const action = actionSchema.safeParse(req.body);
    if (!action.success) {
      res.status(400).json({ ok: false, message: z.prettifyError(action.error) });
      return;
    }
    const id = randomUUID();
    const answer = new Promise<ActionResult>((resolve) => waiting.set(id, resolve));
    if (!streams.sendToNewest('automate', { id, action: action.data })) {
      waiting.delete(id);
      const message = `no page is open: open http://${req.get('host')} in a browser`;
      res.status(409).json({ ok: false, message });
      return;
    }
    const { timeoutMs = defaultTimeoutMs } = action.data as { timeoutMs?: number };
    const timer = setTimeout(
      () => waiting.get(id)?.({ ok: false, message: 'the page did not answer' }),
      timeoutMs + graceMs,
    );
    const result = await answer;
    clearTimeout(timer);
    waiting.delete(id);
    res.status(result.ok ? 200 : 422).json(result);
  }

  const router = express.Router();
  router.post('/automate', express.json(), automate);
  router.post('/automate/result', express.json({ limit: '20mb' }), (req, res) => {
    const { id, ...result } = resultSchema.parse(req.body);
    waiting.get(id)?.(result as unknown as ActionResult);
    res.status(204).end();
  });
  router.post('/developer/report', express.json({ limit: '20mb' }), (req, res) => {
    const changed = reportSchema.parse(req.body);
    latest = { ...latest, ...changed };
    for (const watcher of watchers) writeLine(watcher, changed);
    // The page stops to look once no one watches.
    res.json({ watched: watchers.size > 0 });
  });
  router.get('/developer/stream', (_req, res) => {
    res.writeHead(200, { 'content-type': 'application/x-ndjson' });
    res.flushHeaders();
    watchers.add(res);
    res.on('close', () => watchers.delete(res));
    if (Object.keys(latest).length > 0) writeLine(res, latest);
    streams.sendToNewest('watch', {});
  });
  streams.onClose(() => {
    for (const watcher of watchers) watcher.end();
    for (const answer of waiting.values()) answer({ ok: false, message: 'the simulator ended' });
  });
  streams.onOpen(() => watchers.size > 0 && streams.sendToNewest('watch', {}));
  return router;
}

const writeLine = (res: Response, line: unknown) => res.write(`${JSON.stringify(line)}\n`);

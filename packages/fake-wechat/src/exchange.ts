import type { IncomingMessage, ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import type { EventLog } from './events.ts';
import type { Failure } from './failures.ts';
import { maskFields } from './mask.ts';
import type { Target } from './target.ts';

/** A request to WeChat and the end that it finds, told to the event log as it happens. */
export interface Exchange {
  /** What turns out about the exchange while it is carried out. */
  about: { personId?: string; failure?: Failure['kind'] };
  /** Aborts when the connection ends. */
  gone: AbortSignal;
  sendJson(body: Readonly<Record<string, string | number>>): void;
  sendText(status: number, contentType: string, text: string): void;
}

/** Tells the log of the request, and later of its answer or of the connection's end without one. */
export function openExchange(
  id: number,
  { path, query }: Target,
  req: IncomingMessage,
  res: ServerResponse,
  log: EventLog,
): Exchange {
  const startedAt = performance.now();
  const appId = query.get('appid');
  const request = { exchange: id, endpoint: path, ...(appId && { appId }) };
  log.add({
    kind: 'request-received',
    ...request,
    method: req.method ?? '',
    query: maskFields(query),
  });

  const about: Exchange['about'] = {};
  const end = () => ({ ...request, ...about, durationMs: performance.now() - startedAt });
  const gone = new AbortController();
  res.once('close', () => {
    gone.abort();
    if (!res.writableEnded) log.add({ kind: 'unanswered', ...end() });
  });

  return {
    about,
    gone: gone.signal,
    sendJson(body) {
      const response = maskFields(Object.entries(body));
      log.add({ kind: 'answered', ...end(), status: 200, response });
      // WeChat calls its JSON plain text, and escapes the slashes that session_key is full of.
      const text = JSON.stringify(body).replaceAll('/', '\\/');
      res.writeHead(200, { 'content-type': 'text/plain' }).end(text);
    },
    sendText(status, contentType, text) {
      log.add({ kind: 'answered', ...end(), status, response: text });
      res.writeHead(status, { 'content-type': contentType }).end(text);
    },
  };
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import type { EventLog } from './events.ts';
import type { Failure } from './failures.ts';
import type { JsonObject } from './json.ts';
import { maskFields } from './mask.ts';

/** A request to WeChat and the end that it finds, told to the event log as it happens. */
export interface Exchange {
  /** What turns out about the exchange while it is carried out. */
  about: { personId?: string; failure?: Failure['kind'] };
  /** Aborts when the connection ends. */
  gone: AbortSignal;
  sendJson(body: JsonObject): void;
  sendText(status: number, contentType: string, text: string): void;
}

/** Tells the log of the request, and later of its answer or of the connection's end without one. */
export function openExchange(options: {
  id: number;
  path: string;
  query: URLSearchParams;
  body: JsonObject | undefined;
  appId: string | undefined;
  req: IncomingMessage;
  res: ServerResponse;
  log: EventLog;
}): Exchange {
  const { id, path, query, body, appId, req, res, log } = options;
  const startedAt = performance.now();
  const request = { exchange: id, endpoint: path, ...(appId && { appId }) };
  log.add({
    kind: 'request-received',
    ...request,
    method: req.method ?? '',
    query: maskFields(Object.fromEntries(query)),
    ...(body && { body: maskFields(body) }),
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
      log.add({ kind: 'answered', ...end(), status: 200, response: maskFields(body) });
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

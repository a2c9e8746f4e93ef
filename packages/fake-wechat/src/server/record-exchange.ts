import type { IncomingMessage, ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import type { JsonObject } from '../protocol/json.ts';
import type { EventLog } from '../state/events.ts';
import type { Failure } from '../state/failures.ts';
import { maskFields } from '../state/mask.ts';

/** One request to WeChat and its response. */
export interface Exchange {
  /** Added to the closing event; filled in while the request is handled. */
  about: { personId?: string; failure?: Failure['kind'] };
  /** Aborts when the connection ends. */
  gone: AbortSignal;
  sendJson(body: JsonObject): void;
  sendText(status: number, contentType: string, text: string): void;
}

/** Logs the request, and later its response or the end of the connection without one. */
export function recordExchange(options: {
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
      // WeChat sends JSON as text/plain and escapes slashes, which are common in a session_key.
      const text = JSON.stringify(body).replaceAll('/', '\\/');
      res.writeHead(200, { 'content-type': 'text/plain' }).end(text);
    },
    sendText(status, contentType, text) {
      log.add({ kind: 'answered', ...end(), status, response: text });
      res.writeHead(status, { 'content-type': contentType }).end(text);
    },
  };
}

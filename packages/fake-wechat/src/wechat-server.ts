import type { IncomingMessage, ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Endpoint, endpoints, isEndpoint } from './endpoints.ts';
import { errorBody } from './errcodes.ts';
import type { EventLog } from './events.ts';
import type { FailureScript } from './failures.ts';
import { maskFields } from './mask.ts';
import type { World } from './world.ts';

export interface WechatServer {
  handle(req: IncomingMessage, res: ServerResponse): Promise<void>;
  /** Requests received, to one endpoint or to any path. */
  calls(endpoint?: Endpoint): number;
}

/** The part of the fake that stands for api.weixin.qq.com: carries requests out, or fails them as scripted. */
export function createWechatServer(options: {
  world: World;
  failures: FailureScript;
  log: EventLog;
}): WechatServer {
  const { world, failures, log } = options;
  const callsByPath = new Map<string, number>();
  let exchanges = 0;

  async function handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const { path, query } = splitTarget(req.url ?? '/');
    const method = req.method ?? 'GET';
    const appId = query.get('appid');
    const startedAt = performance.now();
    exchanges += 1;
    callsByPath.set(path, (callsByPath.get(path) ?? 0) + 1);

    const exchange = {
      exchange: exchanges,
      endpoint: path,
      ...(appId && { appId }),
    };
    log.add({ kind: 'request-received', ...exchange, method, query: maskFields(query) });

    const failure = isEndpoint(path) ? failures.take(path) : undefined;
    let personId: string | undefined;
    const end = () => ({
      ...exchange,
      ...(personId && { personId }),
      ...(failure && { failure: failure.kind }),
      durationMs: performance.now() - startedAt,
    });

    const gone = new AbortController();
    res.once('close', () => {
      gone.abort();
      if (!res.writableEnded) log.add({ kind: 'unanswered', ...end() });
    });
    const sendText = (status: number, type: string, text: string) => {
      log.add({ kind: 'answered', ...end(), status, response: text });
      res.writeHead(status, { 'content-type': type }).end(text);
    };
    const sendJson = (body: Readonly<Record<string, string | number>>) => {
      log.add({
        kind: 'answered',
        ...end(),
        status: 200,
        response: maskFields(Object.entries(body)),
      });
      res.writeHead(200, { 'content-type': 'text/plain' }).end(wechatJson(body));
    };

    if (!isEndpoint(path)) return sendText(404, 'text/html', notFoundPage);
    const carryOut = () => {
      const answer = endpoints[path]({ method, query }, world);
      personId = answer.personId;
      return answer.body;
    };

    switch (failure?.kind) {
      case undefined:
        return sendJson(carryOut());
      case 'latency': {
        const body = carryOut();
        await sleep(failure.ms, undefined, { signal: gone.signal }).catch(() => undefined);
        return gone.signal.aborted ? undefined : sendJson(body);
      }
      case 'hang':
        carryOut();
        return;
      case 'drop':
        req.socket.destroy();
        return;
      case 'errcode':
        return sendJson(errorBody(failure.errcode, world.now()));
      case 'html':
        return sendText(failure.status ?? 200, 'text/html', gatewayPage);
      case 'status':
        return sendText(failure.status, 'text/plain', '');
    }
  }

  return {
    handle,
    calls: (endpoint) => (endpoint === undefined ? exchanges : (callsByPath.get(endpoint) ?? 0)),
  };
}

const notFoundPage =
  '<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1><p>fake-wechat does not imitate this path</p></body></html>';
const gatewayPage =
  '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>';

/** Splits without URL, which throws on some of the request targets that a client may send. */
function splitTarget(target: string): { path: string; query: URLSearchParams } {
  const [path = '', ...rest] = target.split('?');
  return { path, query: new URLSearchParams(rest.join('?')) };
}

/** WeChat escapes slashes, which session_key is full of. */
function wechatJson(body: Readonly<Record<string, string | number>>): string {
  return JSON.stringify(body).replaceAll('/', '\\/');
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { handlers } from '../endpoints/handlers.ts';
import { type Endpoint, isEndpoint } from '../protocol/endpoints.ts';
import { errorBody } from '../protocol/errcodes.ts';
import { type JsonObject, parseJsonObject } from '../protocol/json.ts';
import type { EventLog } from '../state/events.ts';
import type { FailureScript } from '../state/failures.ts';
import type { PlatformState } from '../state/platform-state.ts';
import { recordExchange } from './record-exchange.ts';
import type { RequestTarget } from './request-target.ts';

export interface WechatServer {
  handle(target: RequestTarget, req: IncomingMessage, res: ServerResponse): Promise<void>;
  /** Requests received, to one endpoint or to any path. */
  calls(endpoint?: Endpoint): number;
}

/** Creates the part of the fake that stands in for api.weixin.qq.com: handles requests, or fails them as scripted. */
export function createWechatServer(options: {
  state: PlatformState;
  failures: FailureScript;
  log: EventLog;
}): WechatServer {
  const { state, failures, log } = options;
  const callsByEndpoint = new Map<Endpoint, number>();
  let calls = 0;

  function appIdOf(query: URLSearchParams, body: JsonObject | undefined): string | undefined {
    const check = state.accessTokens.check(query.get('access_token') ?? '');
    if (check.kind === 'alive') return check.appId;
    const appId = query.get('appid') ?? body?.appid;
    return typeof appId === 'string' ? appId : undefined;
  }

  return {
    async handle({ path, query }, req, res) {
      calls += 1;
      const id = calls;
      const body = await readBody(req);
      const appId = appIdOf(query, body);
      const exchange = recordExchange({ id, path, query, body, appId, req, res, log });
      if (!isEndpoint(path)) return exchange.sendText(404, 'text/html', notFoundPage);
      callsByEndpoint.set(path, (callsByEndpoint.get(path) ?? 0) + 1);

      const address = req.socket.remoteAddress?.replace(/^::ffff:/, '') ?? '';
      const refusal = (errcode: number) => errorBody(errcode, { path, address, at: state.now() });
      const execute = () => {
        const answer = handlers[path]({ method: req.method ?? '', query, body, address }, state);
        if (answer.personId) exchange.about.personId = answer.personId;
        return 'errcode' in answer ? refusal(answer.errcode) : answer.body;
      };
      const failure = failures.take(path);
      if (!failure) return exchange.sendJson(execute());

      exchange.about.failure = failure.kind;
      switch (failure.kind) {
        case 'latency': {
          const body = execute();
          await sleep(failure.ms, undefined, { signal: exchange.gone }).catch(() => undefined);
          if (!exchange.gone.aborted) exchange.sendJson(body);
          return;
        }
        case 'hang':
          execute();
          return;
        case 'drop':
          req.socket.destroy();
          return;
        case 'errcode':
          return exchange.sendJson(refusal(failure.errcode));
        case 'html':
          return exchange.sendText(failure.status ?? 200, 'text/html', gatewayPage);
        case 'status':
          return exchange.sendText(failure.status, 'text/plain', '');
      }
    },
    calls: (endpoint) => (endpoint ? (callsByEndpoint.get(endpoint) ?? 0) : calls),
  };
}

/** Reads the body; an aborted one counts as missing. Returns at once for a method that has no body. */
function readBody(req: IncomingMessage): Promise<JsonObject | undefined> | undefined {
  if (req.method === 'GET' || req.method === 'HEAD') return undefined;
  return text(req).then(parseJsonObject, () => undefined);
}

const notFoundPage =
  '<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1><p>fake-wechat does not implement this path</p></body></html>';
const gatewayPage =
  '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>';

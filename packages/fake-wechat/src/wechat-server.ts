import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Endpoint, endpoints, isEndpoint } from './endpoints.ts';
import { errorBody } from './errcodes.ts';
import type { EventLog } from './events.ts';
import { openExchange } from './exchange.ts';
import type { FailureScript } from './failures.ts';
import { type JsonObject, parseJsonObject } from './json.ts';
import type { Target } from './target.ts';
import type { World } from './world.ts';

export interface WechatServer {
  handle(target: Target, req: IncomingMessage, res: ServerResponse): Promise<void>;
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
  const callsByEndpoint = new Map<Endpoint, number>();
  let calls = 0;

  function appIdOf(query: URLSearchParams, body: JsonObject | undefined): string | undefined {
    const check = world.accessTokens.check(query.get('access_token') ?? '');
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
      const exchange = openExchange({ id, path, query, body, appId, req, res, log });
      if (!isEndpoint(path)) return exchange.sendText(404, 'text/html', notFoundPage);
      callsByEndpoint.set(path, (callsByEndpoint.get(path) ?? 0) + 1);

      const address = req.socket.remoteAddress?.replace(/^::ffff:/, '') ?? '';
      const refusal = (errcode: number) => errorBody(errcode, { path, address, at: world.now() });
      const carryOut = () => {
        const answer = endpoints[path]({ method: req.method ?? '', query, body, address }, world);
        if (answer.personId) exchange.about.personId = answer.personId;
        return 'errcode' in answer ? refusal(answer.errcode) : answer.body;
      };
      const failure = failures.take(path);
      if (!failure) return exchange.sendJson(carryOut());

      exchange.about.failure = failure.kind;
      switch (failure.kind) {
        case 'latency': {
          const body = carryOut();
          await sleep(failure.ms, undefined, { signal: exchange.gone }).catch(() => undefined);
          if (!exchange.gone.aborted) exchange.sendJson(body);
          return;
        }
        case 'hang':
          carryOut();
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

/** A body that breaks off is as good as none. Nothing is awaited for a request that can have none. */
function readBody(req: IncomingMessage): Promise<JsonObject | undefined> | undefined {
  if (req.method === 'GET' || req.method === 'HEAD') return undefined;
  return text(req).then(parseJsonObject, () => undefined);
}

const notFoundPage =
  '<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1><p>fake-wechat does not imitate this path</p></body></html>';
const gatewayPage =
  '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>';

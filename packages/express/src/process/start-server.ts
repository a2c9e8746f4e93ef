import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type AppOptions, createApp } from '../app.ts';
import { backlog, connectionLimits, maxHeadersCount } from '../connections/connection-limits.ts';
import { readTarget } from '../connections/read-target.ts';
import { createHttpServer } from '../fast/http-server.ts';
import { startSweepingPictures } from '../file-store/sweep-pictures.ts';
import { headersOf } from '../http/response-headers.ts';
import { startSweeping } from '../login/sweep.ts';
import { createWechatMeter } from '../metrics/measure-wechat.ts';
import { createMetrics, type Metrics } from '../metrics/metrics.ts';
import { measureOpenSessions } from '../metrics/open-sessions.ts';
import { createSessionKeyRing } from '../sealing/session-key-ring.ts';
import { startScrubbing } from '../store/scrub.ts';
import { traceWechat } from '../tracing/trace-wechat.ts';
import type { App, WechatApp } from '../wechat/apps.ts';
import { connectApp, type WechatConnection } from '../wechat/connect-app.ts';
import { createWechatOutageLog } from '../wechat/log-outages.ts';

export interface ServerOptions
  extends Omit<AppOptions, 'apps' | 'messagePush' | 'sessionKeys' | 'closing' | 'metrics'>,
    WechatConnection {
  /** 0 for any free port. */
  port: number;
  host: string;
  /** The mini programs to serve; the first is the default for requests without an appId. */
  apps: readonly [App, ...App[]];
  /** Secrets that encrypt session_keys, newest first. */
  sessionKeySecrets: readonly [string, ...string[]];
  /** Default: new ones. */
  metrics?: Metrics;
  /** Overrides timeouts of connections/connection-limits.ts, in milliseconds. */
  httpTimeouts?: Partial<
    typeof connectionLimits & { answerTimeoutMs: number; stallTimeoutMs: number }
  >;
  /** Milliseconds from failing readiness checks to refusing connections; default 0. */
  shutdownDelayMs?: number;
}

export interface RunningServer {
  /** The server's URL on this machine. */
  readonly url: string;
  /**
   * Stops reporting ready; after the delay refuses new connections, lets pending requests finish, and resolves
   * when everything is closed.
   */
  close(): Promise<void>;
}

/** Longer than a login takes when WeChat is slow. Milliseconds. */
const drainMs = 10_000;

/**
 * Starts the server. The caller owns the store and closes it.
 * @throws a listen error of node:net, such as EADDRINUSE
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { port, host, apps, sessionKeySecrets, randomBytes, shutdownDelayMs = 0 } = options;
  const [first, ...others] = apps;
  const { store, metrics = createMetrics(), log, tracer, now } = options;
  measureOpenSessions({ store, metrics, now });
  function connect(app: App): WechatApp {
    const { appId } = app;
    const observers = [
      createWechatMeter({ appId, metrics }),
      createWechatOutageLog({ appId, log }),
    ];
    const wechat = connectApp(app, observers, options);
    return { appId, wechat: tracer ? traceWechat(wechat, tracer) : wechat };
  }
  const closing = new AbortController();
  const app = createApp({
    ...options,
    store,
    metrics,
    closing: closing.signal,
    apps: [connect(first), ...others.map(connect)],
    messagePush: apps.flatMap(({ appId, messageToken, encodingAesKey }) =>
      messageToken ? [{ appId, token: messageToken, encodingAesKey }] : [],
    ),
    sessionKeys: createSessionKeyRing({ secrets: sessionKeySecrets, randomBytes }),
  });
  const server = createHttpServer(app, {
    ...connectionLimits,
    ...options.httpTimeouts,
    ...(options.httpTimeouts?.answerTimeoutMs && {
      answers: { answerTimeoutMs: options.httpTimeouts.answerTimeoutMs },
    }),
    headersOf,
  });
  server.prependListener('request', readTarget);
  server.maxHeadersCount = maxHeadersCount;
  server.listen({ port, host, backlog });
  await once(server, 'listening');
  const sweeping = [
    startSweeping(options),
    startSweepingPictures(options),
    startScrubbing(options),
  ];

  return {
    url: urlOf(server.address() as AddressInfo),
    async close() {
      const closed = once(server, 'close');
      closing.abort();
      // Keep-alive connections would delay the shutdown: a busy one is closed with its next response, and
      // an idle one immediately.
      server.prependListener('request', (_req, res) => {
        res.shouldKeepAlive = false;
      });
      // Gives load balancers time to notice before connections are refused.
      if (shutdownDelayMs > 0) await sleep(shutdownDelayMs);
      server.close();
      const idle = setInterval(() => server.closeIdleConnections(), 50);
      const late = setTimeout(() => server.closeAllConnections(), drainMs);
      await closed;
      clearInterval(idle);
      clearTimeout(late);
      await Promise.all(sweeping.map((stop) => stop()));
    },
  };
}

function urlOf({ address, family, port }: AddressInfo): string {
  const anywhere = address === '0.0.0.0' || address === '::';
  const host = anywhere ? '127.0.0.1' : family === 'IPv6' ? `[${address}]` : address;
  return `http://${host}:${port}`;
}

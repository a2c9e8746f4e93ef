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
  extends Omit<AppOptions, 'apps' | 'sessionKeys' | 'closing' | 'metrics'>,
    WechatConnection {
  /** 0 for any that is free. */
  port: number;
  host: string;
  /** The mini programs to serve; a request that names none means the first. */
  apps: readonly [App, ...App[]];
  /** Secrets that session_keys are encrypted with, the newest first. */
  sessionKeySecrets: readonly [string, ...string[]];
  /** Default: new ones. */
  metrics?: Metrics;
  /** Milliseconds, in place of those of connections/connection-limits.ts. */
  httpTimeouts?: Partial<
    typeof connectionLimits & { answerTimeoutMs: number; stallTimeoutMs: number }
  >;
  /** Milliseconds between no longer being ready and no longer listening; default 0. */
  shutdownDelayMs?: number;
}

export interface RunningServer {
  /** Where it answers on this machine. */
  readonly url: string;
  /**
   * Is not ready any more; after the delay takes no new connections, lets the requests under way finish, and resolves
   * when all is closed.
   */
  close(): Promise<void>;
}

/** Longer than a login takes when WeChat is slow. Milliseconds. */
const drainMs = 10_000;

/**
 * Starts the server. What the store keeps outlives it: the store belongs to the caller.
 * @throws the listen error of node:net, such as EADDRINUSE
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
      // Connections that are kept alive would hold up the end: a busy one is told to close with its next answer, and
      // one that falls idle is closed.
      server.prependListener('request', (_req, res) => {
        res.shouldKeepAlive = false;
      });
      // So that whoever spreads the load learns of it, while nothing is refused yet.
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

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type CallObserver, createWechatClient } from '@weapp-login/wechat-api';
import { type AppOptions, createApp } from './app.ts';
import { startSweepingPictures } from './file-store/sweep-pictures.ts';
import { headersOf } from './http/headers-of.ts';
import { createHttpServer } from './http-server/create-http-server.ts';
import { backlog, connectionLimits, maxHeadersCount } from './http-server/limits.ts';
import { readTarget } from './http-server/read-target.ts';
import type { WechatApp } from './login/wechat-apps.ts';
import { createMetrics, type Metrics } from './metrics/metrics.ts';
import { createWechatObserver } from './metrics/observe-wechat.ts';
import { observeSessions } from './metrics/sessions-open.ts';
import { createOutageObserver } from './outages/wechat-outages.ts';
import { createSessionKeyRing } from './sealing/session-key-ring.ts';
import { startSweeping } from './session/sweep.ts';
import { traceWechat } from './tracing/trace-wechat.ts';

/** What WeChat knows a mini program's server by. */
export interface WechatAccount {
  appId: string;
  appSecret: string;
}

export interface ServerOptions
  extends Omit<AppOptions, 'apps' | 'sessionKeys' | 'closing' | 'metrics'> {
  /** 0 for any that is free. */
  port: number;
  host: string;
  /** The mini programs to serve; a request that names none means the first. */
  accounts: readonly [WechatAccount, ...WechatAccount[]];
  /** Secrets that session_keys are encrypted with, the newest first. */
  sessionKeySecrets: readonly [string, ...string[]];
  wechatApiUrl: string;
  /** An HTTP proxy for calls to WeChat, with its credentials. Default: none. */
  wechatProxyUrl?: string | undefined;
  /** Milliseconds; default 2,000 to connect and 5,000 in all. */
  wechatTimeouts?: { connectMs: number; totalMs: number };
  /** Default: new ones. */
  metrics?: Metrics;
  /** Milliseconds, in place of those of http-server/limits.ts. */
  httpTimeouts?: Partial<typeof connectionLimits & { answerTimeout: number; stallTimeout: number }>;
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
  const { port, host, accounts, sessionKeySecrets, randomBytes, shutdownDelayMs = 0 } = options;
  const [first, ...others] = accounts;
  const { store, metrics = createMetrics(), now } = options;
  observeSessions({ store, metrics, now });
  const closing = new AbortController();
  const app = createApp({
    ...options,
    store,
    metrics,
    closing: closing.signal,
    apps: [
      connect(first, { ...options, metrics }),
      ...others.map((account) => connect(account, { ...options, metrics })),
    ],
    sessionKeys: createSessionKeyRing({ secrets: sessionKeySecrets, randomBytes }),
  });
  const server = createHttpServer(app, {
    ...connectionLimits,
    ...options.httpTimeouts,
    ...(options.httpTimeouts?.answerTimeout && {
      answers: { answerTimeout: options.httpTimeouts.answerTimeout },
    }),
    headersOf,
  });
  server.prependListener('request', readTarget);
  server.maxHeadersCount = maxHeadersCount;
  server.listen({ port, host, backlog });
  await once(server, 'listening');
  const sweeping = [startSweeping(options), startSweepingPictures(options)];

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

function connect(
  { appId, appSecret }: WechatAccount,
  options: ServerOptions & { metrics: Metrics },
): WechatApp {
  const { wechatApiUrl, wechatTimeouts, metrics, log, tracer, now, randomBytes } = options;
  const wechat = createWechatClient({
    appId,
    appSecret,
    baseUrl: wechatApiUrl,
    proxyUrl: options.wechatProxyUrl,
    observer: observeWith([
      createWechatObserver({ appId, metrics }),
      createOutageObserver({ appId, log }),
    ]),
    connectTimeoutMs: wechatTimeouts?.connectMs,
    totalTimeoutMs: wechatTimeouts?.totalMs,
    now,
    random: () => randomBytes(1).readUInt8() / 256,
    sleep: (ms, signal) => sleep(ms, undefined, { signal }),
  });
  return { appId, wechat: tracer ? traceWechat(wechat, tracer) : wechat };
}

const observeWith = (observers: CallObserver[]): CallObserver => ({
  called: (call) => observers.forEach((observer) => void observer.called(call)),
  breakerChanged: (change) => observers.forEach((observer) => void observer.breakerChanged(change)),
});

function urlOf({ address, family, port }: AddressInfo): string {
  const anywhere = address === '0.0.0.0' || address === '::';
  const host = anywhere ? '127.0.0.1' : family === 'IPv6' ? `[${address}]` : address;
  return `http://${host}:${port}`;
}

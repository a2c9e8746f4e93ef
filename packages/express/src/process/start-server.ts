import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { backlog, connectionLimits, maxHeadersCount } from '../connections/connection-limits.ts';
import { receiveRequests } from '../connections/receive-requests.ts';
import { createHttpServer } from '../fast/http-server.ts';
import { answerProbes } from '../health/answer-probes.ts';
import { createMetrics, type Metrics } from '../metrics/metrics.ts';
import { measureOpenSessions } from '../metrics/open-sessions.ts';
import { serveMetrics } from '../metrics/serve-metrics.ts';
import type { WeappLoginOptions } from '../options.ts';
import { securityHeaders } from '../request/security-headers.ts';
import { createWeappLogin, type WeappLogin } from '../weapp-login.ts';
import { createLoginApp } from './login-app.ts';

export interface ServerOptions extends WeappLoginOptions {
  /** 0 for any free port. */
  port: number;
  host: string;
  now: () => number;
  /** Default: new ones. */
  metrics?: Metrics;
  /** Returns the text of `/metrics`. Default: the metrics of this process. */
  readMetrics?: () => Promise<string>;
  /** Makes the app that answers. Default: one of the login alone. */
  createApp?: (weapp: WeappLogin) => RequestListener;
  /** Whether requests to the login's routes skip the app, which costs half as much. Default: false. */
  loginSkipsApp?: boolean | undefined;
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
   * Stops reporting ready; after the delay takes no new connections, lets the requests under way finish, and resolves
   * when everything is closed.
   */
  close(): Promise<void>;
}

/** Longer than a login takes when WeChat is slow. Milliseconds. */
const drainMs = 10_000;

/**
 * Starts the server: the app, behind the fast HTTP server, with `/healthz`, `/readyz` and `/metrics`. What the store keeps
 * outlives it: the store belongs to the caller.
 * @throws a listen error of node:net, such as EADDRINUSE
 * @example
 * const store = openStore({ file: 'login.sqlite' });
 * const apps = [{ appId, appSecret }];
 * const server = await startServer({ port: 2020, host: '127.0.0.1', now: Date.now, apps, sessionKeySecrets, store });
 * // At the end:
 * await server.close();
 * await store.close();
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { port, host, store, now, shutdownDelayMs = 0, httpTimeouts = {} } = options;
  const {
    metrics = createMetrics(),
    readMetrics,
    createApp = createLoginApp,
    loginSkipsApp,
  } = options;
  measureOpenSessions({ store, metrics, now });
  const weapp = createWeappLogin({ ...options, metrics });
  let closing = false;
  const probes = answerProbes(async () => {
    const usable = closing || (await weapp.readiness());
    // The server may have started to close during the check.
    return closing ? 'closing' : usable ? 'ok' : 'store-unavailable';
  });

  const { answerTimeoutMs, ...timeouts } = httpTimeouts;
  const server = createHttpServer(createApp(weapp), {
    ...connectionLimits,
    ...timeouts,
    ...(answerTimeoutMs && { answers: { answerTimeoutMs } }),
    // Also of the answers that Node gives by itself.
    defaultHeaders: securityHeaders,
    beforeApp: receiveRequests({
      '/healthz': probes.liveness,
      '/readyz': probes.readiness,
      '/metrics': serveMetrics({ metrics, readMetrics }),
    }),
    directly: loginSkipsApp ? weapp.router : undefined,
  });
  server.maxHeadersCount = maxHeadersCount;
  server.listen({ port, host, backlog });
  await once(server, 'listening');

  return {
    url: urlOf(server.address() as AddressInfo),
    async close() {
      const closed = once(server, 'close');
      closing = true;
      // Keep-alive connections would delay the shutdown: a busy one is closed with its next response, and
      // an idle one immediately.
      server.prependListener('request', (_req, res) => {
        res.shouldKeepAlive = false;
      });
      // So that a load balancer learns of it, while nothing is refused yet.
      if (shutdownDelayMs > 0) await sleep(shutdownDelayMs);
      server.close();
      const idle = setInterval(() => server.closeIdleConnections(), 50);
      const late = setTimeout(() => server.closeAllConnections(), drainMs);
      await closed;
      clearInterval(idle);
      clearTimeout(late);
      await weapp.close();
    },
  };
}

function urlOf({ address, family, port }: AddressInfo): string {
  const anywhere = address === '0.0.0.0' || address === '::';
  const host = anywhere ? '127.0.0.1' : family === 'IPv6' ? `[${address}]` : address;
  return `http://${host}:${port}`;
}

import {
  createWeappLogin,
  openStore,
  type Store,
  type WeappLogin,
  type WeappLoginOptions,
} from '@weapp-login/express';
import { createMetrics, measureStore, serveMetrics } from '@weapp-login/express/metrics';
import { createLog, type RunningServer, startServer } from '@weapp-login/express/process';
import { createTracing } from '@weapp-login/express/tracing';

const metrics = createMetrics();

export function measure(
  options: WeappLoginOptions,
  tracer: Parameters<typeof createTracing>[0],
): WeappLogin {
  serveMetrics({ metrics });
  // @ts-expect-error the counters are prom-client's
  metrics.logins satisfies number;
  // @ts-expect-error a tracer starts spans
  createTracing({});
  const store = measureStore({ store: openStore({ file: ':memory:' }), metrics, now: Date.now });
  return createWeappLogin({ ...options, store, metrics, tracing: createTracing(tracer) });
}

export async function serve(store: Store): Promise<RunningServer> {
  const log = createLog({ level: 'info', now: Date.now, destination: process.stdout });
  // @ts-expect-error a message is text
  log.info({}, 1);
  // @ts-expect-error a server needs its port
  return startServer({ store, log });
}

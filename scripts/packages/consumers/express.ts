import { createServer } from 'node:http';
import { createWeappLogin, openStore, type Store, type WeappLogin } from '@weapp-login/express';
import { createHttpServer } from '@weapp-login/express/http-server';
import { createMetrics, measureStore, serveMetrics } from '@weapp-login/express/metrics';
import { createLog, type RunningServer, startServer } from '@weapp-login/express/process';
import { ownTables } from '@weapp-login/express/store';
import { createTracing } from '@weapp-login/express/tracing';

const metrics = createMetrics();

export function create(tracer: Parameters<typeof createTracing>[0]): WeappLogin {
  const own = ownTables({ migrations: ['CREATE TABLE orders (id text)'] });
  const weapp = createWeappLogin({
    apps: [{ appId: 'wx0000000000000001', appSecret: 'secret' }],
    sessionKeySecrets: ['a secret that is long enough'],
    store: measureStore({
      store: openStore({ file: ':memory:' }, { own }),
      metrics,
      now: Date.now,
    }),
    metrics,
    tracing: createTracing(tracer),
  });
  createServer((req, res) => {
    weapp.requireSession(req, res, () => res.end(weapp.callerOf(req).user.id));
    // @ts-expect-error a user's id is text
    weapp.callerOf(req).user.id satisfies number;
  });
  createHttpServer((req, res) => void serveMetrics({ metrics })(req, res, () => res.end()));
  // @ts-expect-error a login needs its apps
  createWeappLogin({ sessionKeySecrets: [''], store: openStore({ file: ':memory:' }) });
  // @ts-expect-error the counters are prom-client's
  metrics.logins satisfies number;
  return weapp;
}

export async function serve(store: Store): Promise<RunningServer> {
  const log = createLog({ level: 'info', now: Date.now, destination: process.stdout });
  // @ts-expect-error a message is text
  log.info({}, 1);
  // @ts-expect-error a server needs its port
  return startServer({ store, log });
}

export async function sessions(store: Store): Promise<void> {
  await store.close();
  // @ts-expect-error a store needs its location
  openStore();
}

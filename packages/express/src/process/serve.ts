import { randomBytes } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { networkInterfaces } from 'node:os';
import type { Logger } from 'pino';
import { publicAddressOf } from '../cloud-hosting/public-address.ts';
import { poolRandomBytes } from '../fast/random-pool.ts';
import { openFileStore } from '../file-store/open-file-store.ts';
import { openCounters } from '../limits/open-counters.ts';
import { measureStore } from '../metrics/measure.ts';
import { createMetrics, type Metrics } from '../metrics/metrics.ts';
import { loadPeer } from '../peers/load-peer.ts';
import { openStore } from '../store/location/open-store.ts';
import { examineServer } from '../store/postgres/examine-server.ts';
import type { SqlStore } from '../store/sql/create-sql-store.ts';
import type { OwnTables } from '../store/sql/own-tables.ts';
import { networkFileSystem, networkWarning } from '../store/sqlite/network-file-system.ts';
import type { Store } from '../store/store.ts';
import { StoreUnavailable } from '../store/store-unavailable.ts';
import { loadedTracer } from '../tracing/loaded-tracer.ts';
import { createTracing } from '../tracing/tracing.ts';
import type { WeappLogin } from '../weapp-login.ts';
import { asWorker } from './cluster/as-worker.ts';
import { isFirstProcess } from './cluster/is-first-process.ts';
import { exitWithMessage } from './exit-with-message.ts';
import { createStoreOutageLog } from './log-store-outages.ts';
import type { Config } from './settings/config.ts';
import { dataLocationsOf } from './settings/data-locations.ts';
import { developmentSecret } from './settings/development-secret.ts';
import { proxyAddress } from './settings/proxy-url.ts';
import { startServer } from './start-server.ts';

/** The system call that fails when a server can't listen. */
const listenCalls = ['listen', 'bind', 'getaddrinfo'];

/** Messages for listen errors, by code. */
const settingOf: Readonly<Record<string, (config: Config) => string>> = {
  EADDRINUSE: ({ port }) =>
    `port ${port} is taken: stop what listens there, or set PORT to another port`,
  EACCES: ({ port }) => `port ${port} is not allowed: set PORT to one above 1023`,
  EADDRNOTAVAIL: ({ host }) =>
    `${host} is not an address of this machine; set HOST to a local address`,
  ENOTFOUND: ({ host }) => `${host} is not a known name; set HOST to a local address`,
};

/** What an app is made of. */
export interface AppParts {
  weapp: WeappLogin;
  /** Holds the app's own tables too. */
  store: SqlStore;
  log: Logger;
}

/** Makes the app that answers all requests but the probes. */
export type CreateApp = (parts: AppParts) => RequestListener;

/**
 * Runs the server in this process until SIGINT, SIGTERM or a message from the process that started it.
 * @param options.packageDir the base of relative paths
 * @param options.own tables of the app
 * @param options.createApp makes the app that answers; default: one of the login alone
 * @param options.loginSkipsApp whether requests to the login's routes skip the app
 */
export async function serve(options: {
  config: Config;
  log: Logger;
  packageDir: string;
  own?: OwnTables | undefined;
  createApp?: CreateApp | undefined;
  loginSkipsApp?: boolean | undefined;
}): Promise<void> {
  const { config, log, createApp, loginSkipsApp } = options;
  const publicAddress = config.cloudEnvironmentId && publicAddressOf(networkInterfaces());
  if (publicAddress)
    exitWithMessage(
      `this machine has the public address ${publicAddress}: unset WECHAT_CLOUD_ENV, because anyone can send x-wx-openid there`,
    );
  const locations = dataLocationsOf(config, options.packageDir);
  const metrics = createMetrics();
  const store = openStore(locations.store, {
    own: options.own,
    observe: (store) => watch(store, { metrics, log }),
  });
  await store.check(Date.now()).catch((error: Error) => {
    if (!(error instanceof StoreUnavailable)) exitWithMessage(error.message);
    if (error.isPermanent) exitWithMessage(`${error.message}: ${error.fix}`);
  });
  const fileSystem = config.databaseUrl ? undefined : networkFileSystem(locations.dataDir);
  if (fileSystem) {
    const { says, fix } = networkWarning;
    log.warn({ dataDir: locations.dataDir, fileSystem, fix }, says);
  }
  if (config.databaseUrl && isFirstProcess()) await warnOfDatabase(config, log);
  const [given, ...olderSecrets] = config.sessionKeySecrets;
  const secret =
    given ??
    (await developmentSecret(locations.dataDir, { now: Date.now, randomBytes }).catch(
      (error: Error) => exitWithMessage(error.message),
    ));
  const sessionKeySecrets = [secret, ...olderSecrets] as const;

  const counters = config.databaseUrl
    ? openCounters(config.databaseUrl, config.databaseConnections.counters)
    : undefined;
  loadPeer('prom-client').collectDefaultMetrics({ register: metrics.registry });
  const tracer = loadedTracer();

  const primary = asWorker({ registry: metrics.registry, close: () => close('from the primary') });
  const starting = startServer({
    ...config,
    ...(tracer && { tracing: createTracing(tracer) }),
    ...(primary && { readMetrics: primary.readMetrics }),
    sessionKeySecrets,
    ...(counters && { counters }),
    store,
    files: openFileStore(locations.files, { now: Date.now }),
    ...(createApp && { createApp: (weapp) => createApp({ weapp, store, log }) }),
    loginSkipsApp,
    metrics,
    log,
    now: Date.now,
    randomBytes: poolRandomBytes(randomBytes),
  }).catch((error: NodeJS.ErrnoException) => {
    // Anything else is a bug; its stack is shown.
    if (!listenCalls.includes(error.syscall ?? '')) throw error;
    return exitWithMessage(
      settingOf[error.code ?? '']?.(config) ?? `cannot listen: ${error.message}`,
    );
  });
  let closing = false;
  // Ctrl-C reaches a worker twice: directly and through its parent.
  async function close(signal: string) {
    if (closing) return;
    closing = true;
    log.info({ signal }, 'closing');
    await (await starting).close();
    await Promise.all([store.close(), counters?.end()]);
    primary?.leave();
  }
  const server = await starting;
  // A second signal has no listener and kills the process.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void close(signal));

  const { apps, wechatApiUrl, wechatProxyUrl, usesFakeWechat, databaseUrl } = config;
  log.info(
    {
      url: server.url,
      pid: process.pid,
      appIds: apps.map(({ appId }) => appId),
      wechatApiUrl,
      ...(wechatProxyUrl && { wechatProxy: proxyAddress(wechatProxyUrl) }),
      store: databaseUrl ? 'postgres' : 'sqlite',
    },
    'listening',
  );
  if (usesFakeWechat)
    log.warn('no WECHAT_APP_ID and WECHAT_APP_SECRET; logins use the fake WeChat');
}

/** Measures the operations of a store, and logs its outages. */
function watch<Watched extends Store>(
  store: Watched,
  { metrics, log }: { metrics: Metrics; log: Logger },
): Watched {
  const outages = createStoreOutageLog({ check: () => store.check(Date.now()), log });
  const measured = measureStore({ store, metrics, now: Date.now, onUnavailable: outages.failed });
  return {
    ...measured,
    close() {
      outages.stop();
      return measured.close();
    },
  };
}

/** Warns about database settings that lose logins or connections that don't fit, once for all processes. */
async function warnOfDatabase(config: Config, log: Logger): Promise<void> {
  const { databaseUrl: url = '', databaseConnections } = config;
  const warnings = await examineServer({ url, connections: databaseConnections.total }).catch(
    () => [],
  );
  for (const { says, fix, impossible } of warnings) {
    if (impossible) exitWithMessage(`${says}: ${fix}`);
    log.warn({ fix }, says);
  }
}

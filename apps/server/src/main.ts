import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { collectDefaultMetrics } from 'prom-client';
import { type Config, ConfigError, readConfig } from './config/config.ts';
import { ownSecret } from './config/own-secret.ts';
import { placesOf } from './config/places.ts';
import { drawInBulk } from './draw-in-bulk.ts';
import { openFileStore } from './file-store/open-file-store.ts';
import { openCounters } from './limits/open-counters.ts';
import { createLog } from './log.ts';
import { createLogDestination } from './log-destination.ts';
import { createMetrics } from './metrics/metrics.ts';
import { reencryptCommand } from './sealing/reencrypt-command.ts';
import { createSessionKeyRing } from './sealing/session-key-ring.ts';
import { startServer } from './start-server.ts';
import { openStore } from './store/open-store.ts';
import { StoreUnavailable } from './store/store-unavailable.ts';
import { loadedTracer } from './tracing/loaded-tracer.ts';

// docs/decisions/0019-objects-stay-young.md
setFlagsFromString('--no-allocation-site-pretenuring');

// This file is in src/, and in dist/ once built. What is in the environment already wins over the files.
for (const folder of ['..', '../../..']) {
  const file = path.resolve(import.meta.dirname, folder, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
}

/** What to look at when listening fails, by the error's code. */
const settingOf: Readonly<Record<string, (config: Config) => string>> = {
  EADDRINUSE: ({ port }) =>
    `port ${port} is taken: stop what listens there, or set PORT to another port`,
  EACCES: ({ port }) => `port ${port} is not allowed: set PORT to one above 1023`,
  EADDRNOTAVAIL: ({ host }) => `${host} is no address of this machine: set HOST to one that is`,
  ENOTFOUND: ({ host }) => `${host} is no known name: set HOST to an address of this machine`,
};

const config = readOrRefuse();
const destination = createLogDestination(1);
process.on('exit', destination.flushSync);
const log = createLog({ level: config.logLevel, now: Date.now, destination });
// What nobody caught has left something half done: a new process is safer than this one. A rejection that nobody handles
// comes here too.
process.on('uncaughtException', (err, origin) => {
  log.fatal({ err, origin }, 'a fault of the program: the process ends');
  process.exit(1);
});
const places = placesOf(config, path.resolve(import.meta.dirname, '..'));
const store = openStore(places.store);
await store.check(Date.now()).catch((error: Error) => {
  if (!(error instanceof StoreUnavailable)) refuse(error.message);
  log.error({ reason: error.message }, 'the store is unavailable; it is tried again at every use');
});
const [secret = ownSecret(places.dataDir, randomBytes), ...olderSecrets] = config.sessionKeySecrets;
const sessionKeySecrets = [secret, ...olderSecrets] as const;

if (process.argv[2] === 'reencrypt') {
  const sessionKeys = createSessionKeyRing({ secrets: sessionKeySecrets, randomBytes });
  console.log(await reencryptCommand({ store, sessionKeys }));
  await store.close();
  process.exit();
}

const counters = config.databaseUrl ? openCounters(config.databaseUrl) : undefined;
const metrics = createMetrics();
collectDefaultMetrics({ register: metrics.registry });
const tracer = loadedTracer();
const server = await startServer({
  ...config,
  ...(tracer && { tracer }),
  sessionKeySecrets,
  loginLimits: { ...config.loginLimits, ...(counters && { pool: counters }) },
  store,
  files: openFileStore(places.files, { now: Date.now }),
  metrics,
  log,
  now: Date.now,
  randomBytes: drawInBulk(randomBytes),
}).catch((error: NodeJS.ErrnoException) =>
  refuse(settingOf[error.code ?? '']?.(config) ?? `cannot listen: ${error.message}`),
);

// A second signal finds no listener, and ends the process at once.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    log.info({ signal }, 'closing');
    void server.close().then(() => Promise.all([store.close(), counters?.end()]));
  });

const { accounts, wechatApiUrl, withoutAccount, databaseUrl } = config;
log.info(
  {
    url: server.url,
    appIds: accounts.map(({ appId }) => appId),
    wechatApiUrl,
    store: databaseUrl ? 'postgres' : 'sqlite',
  },
  'listening',
);
if (withoutAccount)
  log.warn('no WECHAT_APP_ID and WECHAT_APP_SECRET: logins go to the fake WeChat');

function readOrRefuse(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (error instanceof ConfigError) return refuse(error.message);
    throw error;
  }
}

function refuse(message: string): never {
  console.error(message);
  process.exit(1);
}

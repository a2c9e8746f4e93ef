import cluster from 'node:cluster';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { superviseWorkers } from './cluster/supervise-workers.ts';
import { type Config, ConfigError, readConfig } from './config/config.ts';
import { createLog } from './log.ts';
import { createLogDestination } from './log-destination.ts';
import { refuse } from './refuse.ts';
import { serve } from './serve.ts';

// docs/decisions/0019-short-lived-objects.md
setFlagsFromString('--no-allocation-site-pretenuring');

// This file is in src/, and in dist/ once built. What is in the environment already wins over the files.
for (const folder of ['..', '../../..']) {
  const file = path.resolve(import.meta.dirname, folder, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
}

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

const [, , command] = process.argv;
if (config.workers > 1 && cluster.isPrimary && command === undefined)
  superviseWorkers({ workers: config.workers, log });
else await serve({ config, log, packageDir: path.resolve(import.meta.dirname, '..'), command });

function readOrRefuse(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (error instanceof ConfigError) return refuse(error.message);
    throw error;
  }
}

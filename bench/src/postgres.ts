import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { startEmbeddedPostgres } from '../../packages/express/test/embedded-postgres.ts';
import { cpuMicros, root } from './child.ts';

/** The note of a section that runs without PostgreSQL. */
export const postgresMissing = 'PostgreSQL could not be started here: its rows are not measured.';

/** The PostgreSQL of BENCH_DATABASE_URL, whose user may create databases, or an embedded one if available. */
export async function startPostgres() {
  const given = process.env.BENCH_DATABASE_URL;
  const own = given
    ? undefined
    : await startEmbeddedPostgres({ fsync: 'on' }).catch(() => undefined);
  const url = given ?? own?.url;
  if (!url) return undefined;
  return {
    async createDatabase(name: string): Promise<string> {
      const script = `const { Client } = require('pg');
        const client = new Client(process.argv[1]);
        client.connect().then(() => client.query('CREATE DATABASE ' + process.argv[2])).then(() => client.end());`;
      const cwd = path.join(root, 'apps/server');
      execFileSync(process.execPath, ['-e', script, url, name], { cwd });
      const address = new URL(url);
      address.pathname = name;
      return address.href;
    },
    /** CPU time of the embedded server so far, in microseconds. */
    cpuMicros:
      own &&
      (() => cpuMicros(Number.parseInt(readFileSync(`${own.data}/postmaster.pid`, 'utf8'), 10))),
    close: async () => own?.close(),
  };
}

import { platform } from 'node:os';
import { startEmbeddedPostgres } from './embedded-postgres.ts';

/** One PostgreSQL server for all test files of a run, each of which makes databases of its own in it. */
export default async function setup() {
  if (process.env.DATABASE_URL || platform() !== 'linux') return;
  const postgres = await startEmbeddedPostgres({ fsync: 'off' });
  process.env.DATABASE_URL = postgres.url;
  return postgres.close;
}

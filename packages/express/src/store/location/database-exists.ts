import { statSync } from 'node:fs';
import pg from 'pg';
import type { StoreLocation } from './open-store.ts';

/** Milliseconds. */
const connectMs = 2_000;

/**
 * Whether a database exists here. Opening a store would create an empty one.
 * @throws the driver's error if PostgreSQL is unreachable
 */
export async function databaseExists(location: StoreLocation): Promise<boolean> {
  if ('file' in location)
    return (statSync(location.file, { throwIfNoEntry: false })?.size ?? 0) > 0;
  const client = new pg.Client({
    connectionString: location.url,
    connectionTimeoutMillis: connectMs,
  });
  await client.connect();
  try {
    const { rows } = await client.query(
      `SELECT 1 FROM information_schema.tables WHERE table_name = 'accounts'`,
    );
    return rows.length > 0;
  } finally {
    await client.end();
  }
}

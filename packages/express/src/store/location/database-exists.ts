import { statSync } from 'node:fs';
import { loadPeer } from '../../peers/load-peer.ts';
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
  const client = new (loadPeer('pg').Client)({
    connectionString: location.url,
    connectionTimeoutMillis: connectMs,
  });
  await client.connect();
  try {
    const { rows } = await client.query(
      // The second is that of a server from before the store had a schema of its own.
      `SELECT coalesce(to_regclass('weapp_login_store.accounts'), to_regclass('login_attempts')) IS NOT NULL AS found`,
    );
    return rows[0].found;
  } finally {
    await client.end();
  }
}

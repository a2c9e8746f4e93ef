import pg from 'pg';

/** Milliseconds. Without an answer by then the process counts for itself. */
const patienceMs = 1_000;

/** A few connections of its own, so that counting never waits for the store's, nor the store for counting. */
export function openCounters(url: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'weapp-login limits',
    max: 4,
    connectionTimeoutMillis: patienceMs,
    query_timeout: patienceMs,
    keepAlive: true,
  });
  // A connection that breaks while nobody uses it is no failure: the next query opens another.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

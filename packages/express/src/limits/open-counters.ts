import type pg from 'pg';
import { createConnections } from '../store/postgres/connections.ts';

/** Milliseconds. Without a response by then, the process counts by itself. */
const patienceMs = 1_000;

/**
 * Opens separate connections for the counters, so that counting and the store never wait for each other.
 * @param max the number of connections
 */
export function openCounters(url: string, max = 4): pg.Pool {
  const { pool, use } = createConnections({
    url,
    name: 'weapp-login limits',
    max,
    connectMs: patienceMs,
    waitMs: patienceMs,
    answerMs: patienceMs,
  });
  // The limiter names its statements; behind a pooler, prepared statements last only for a transaction.
  const query = ({ name, ...statement }: pg.QueryConfig) =>
    use(({ client, keepsStatements }) =>
      client.query(keepsStatements && name ? { name, ...statement } : statement),
    );
  return Object.assign(pool, { query });
}

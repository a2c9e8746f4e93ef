import type pg from 'pg';
import { createConnections } from '../store/postgres/connections.ts';

/** Milliseconds. Without an answer by then the process counts for itself. */
const patienceMs = 1_000;

/**
 * A few connections of its own, so that counting never waits for the store's, nor the store for counting.
 * @param max how many at a time
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
  // The limiter gives its statements names, which last no longer than a transaction behind a pooler.
  const query = ({ name, ...statement }: pg.QueryConfig) =>
    use(({ client, keepsStatements }) =>
      client.query(keepsStatements && name ? { name, ...statement } : statement),
    );
  return Object.assign(pool, { query });
}

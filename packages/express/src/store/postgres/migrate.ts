import pg from 'pg';
import { migrationsFor, NewerSchema } from '../sql/migrations.ts';
import type { Connections } from './connections.ts';

const migrations = migrationsFor('postgres');

/** Milliseconds. A step on a large table is slow, and a second process waits for the first. */
const stepMs = 10 * 60_000;

/**
 * Migrates the schema. When several processes start together, one runs each step: its
 * row can be inserted only once, and the second process waits for the first to commit or fail.
 */
export async function migrate(connections: Connections): Promise<void> {
  const found = await connections.use(async ({ client }) => {
    await createLedger(client);
    const { rows } = await client.query(
      'SELECT coalesce(max(version), 0) AS found FROM migrations',
    );
    return rows[0].found as number;
  });
  if (found > migrations.length) throw new NewerSchema(found, migrations.length);

  for (const { version, sql } of migrations.slice(found))
    await connections.use(async ({ client }) => {
      const query = (text: string, values?: unknown[]) =>
        client.query({ text, values, query_timeout: stepMs } as pg.QueryConfig);
      // A managed server may have its own statement timeout.
      await query('BEGIN; SET LOCAL statement_timeout = 0');
      const { rowCount } = await query(
        'INSERT INTO migrations (version) VALUES ($1) ON CONFLICT DO NOTHING',
        [version],
      );
      if (rowCount) await query(sql);
      await query('COMMIT');
    });
}

/** IF NOT EXISTS fails for one of two concurrent creators of a table, which then finds it. */
async function createLedger(client: pg.PoolClient): Promise<void> {
  const create = 'CREATE TABLE IF NOT EXISTS migrations (version bigint PRIMARY KEY)';
  await client.query(create).catch((error: unknown) => {
    if (error instanceof pg.DatabaseError && /^(23505|42710|42P07)$/.test(error.code ?? ''))
      return client.query(create);
    throw error;
  });
}

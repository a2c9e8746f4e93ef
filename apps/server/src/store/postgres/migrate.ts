import pg from 'pg';
import { NewerSchema, readMigrations } from '../migrations.ts';

const migrations = readMigrations('postgres');

/** For an index over millions of rows; other statements are cut off much sooner. Milliseconds. */
const longestStepMs = 10 * 60 * 1000;

/**
 * Brings the schema up to date. Of several processes that start together each step is taken by one: the row that
 * stands for it can be inserted once, and whoever comes second waits for the first to commit or fail.
 */
export async function migrate(pool: pg.Pool): Promise<void> {
  await createLedger(pool);
  const { rows } = await pool.query('SELECT coalesce(max(version), 0) AS found FROM migrations');
  if (rows[0].found > migrations.length) throw new NewerSchema(rows[0].found, migrations.length);

  for (const { version, sql } of migrations.slice(rows[0].found)) {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      const { rowCount } = await client.query(
        'INSERT INTO migrations (version) VALUES ($1) ON CONFLICT DO NOTHING',
        [version],
      );
      await client.query('SET LOCAL statement_timeout = 0');
      if (rowCount)
        await client.query({ text: sql, query_timeout: longestStepMs } as pg.QueryConfig);
      await client.query('COMMIT');
      client.release();
    } catch (error) {
      // Ends the connection, and the transaction with it.
      client.release(true);
      throw error;
    }
  }
}

/** IF NOT EXISTS doesn't help two who create a table at the same moment: one of them fails, and finds it at once. */
async function createLedger(pool: pg.Pool): Promise<void> {
  const create = 'CREATE TABLE IF NOT EXISTS migrations (version bigint PRIMARY KEY)';
  await pool.query(create).catch((error: unknown) => {
    if (error instanceof pg.DatabaseError && /^(23505|42710|42P07)$/.test(error.code ?? ''))
      return pool.query(create);
    throw error;
  });
}

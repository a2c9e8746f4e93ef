import { loadPeer } from '../../peers/load-peer.ts';
import { codeOf } from './failure.ts';

/** Runs SQL on one connection. Without values, it may be several statements. */
export type RunSql = (sql: string, values?: unknown[]) => Promise<{ rows: unknown[] }>;

/** The store's tables of before it had a schema, when they were made wherever the role's search_path begins. */
const oldTables = [
  'migrations',
  'users',
  'accounts',
  'unionids',
  'sessions',
  'login_attempts',
  'readiness',
  'limits',
  'unused_pictures',
  'pushed_messages',
  'erasures',
];

/**
 * Two processes can't create a thing at the same moment, nor move a table: one of them fails, and finds it done when it
 * looks again.
 */
const takenByAnother = /^(23505|42P06|42P07|42710|42P01|40P01|40001|XX000)$/;
const maxTries = 5;

/** Makes the schema weapp_login_store and the ledgers in it, and moves the tables of an older server there. */
export async function prepareSchema(run: RunSql, ledgers: readonly string[]): Promise<void> {
  for (let tries = 1; ; tries++)
    try {
      await prepare(run, ledgers);
      return;
    } catch (error) {
      if (!takenByAnother.test(codeOf(error)) || tries === maxTries) throw error;
      await run('ROLLBACK');
    }
}

async function prepare(run: RunSql, ledgers: readonly string[]): Promise<void> {
  const missing = [];
  for (const ledger of ledgers) if (!(await exists(run, ledger))) missing.push(ledger);
  if (missing.length === 0) return;
  await run('BEGIN; SET LOCAL statement_timeout = 0');
  const { rows } = await run(`SELECT 1 FROM pg_namespace WHERE nspname = 'weapp_login_store'`);
  // Where it is there already, the role need not be allowed to make one.
  if (rows.length === 0) await run('CREATE SCHEMA weapp_login_store');
  if (missing.includes('weapp_login_store.migrations')) await moveOldTables(run);
  for (const ledger of missing)
    await run(`CREATE TABLE IF NOT EXISTS ${ledger} (version bigint PRIMARY KEY, checksum text)`);
  await run('COMMIT');
}

/** With all their rows and indexes. It is done at once, and waits for transactions that use them. */
async function moveOldTables(run: RunSql): Promise<void> {
  const { rows } = await run(
    `SELECT n.nspname AS schema FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.oid = to_regclass('login_attempts')`,
  );
  const [found] = rows as { schema: string }[];
  if (!found) return;
  const schema = loadPeer('pg').escapeIdentifier(found.schema);
  // Another program may have a table of that name.
  for (const table of ['migrations', 'unionids'])
    if (!(await exists(run, `${schema}.${table}`))) return;
  for (const table of oldTables)
    await run(`ALTER TABLE IF EXISTS ${schema}.${table} SET SCHEMA weapp_login_store`);
  await run('ALTER TABLE weapp_login_store.migrations ADD COLUMN checksum text');
}

async function exists(run: RunSql, table: string): Promise<boolean> {
  const { rows } = await run('SELECT to_regclass($1) IS NOT NULL AS found', [table]);
  return (rows as { found: boolean }[])[0]?.found ?? false;
}

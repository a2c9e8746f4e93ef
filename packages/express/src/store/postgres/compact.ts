import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';

const tables = ['users', 'accounts', 'unionids', 'sessions', 'login_attempts', 'unused_pictures'];

/** Of a table with its indexes: it is rewritten in less than a second. Bytes. */
const smallTable = 64 * 1024 * 1024;
/** Milliseconds. */
const statementMs = 10 * 60_000;
const [retries, retryMs] = [100, 50];

/**
 * Removes what was deleted from the files of the login's tables. A small table is rewritten (VACUUM FULL), for which it is
 * locked. A large one only gives its room to later rows (VACUUM), so that no one waits for it; until they come, its files
 * still have the bytes. docs/decisions/0035-erased-from-the-files.md
 * @param options.whole rewrites large tables too
 * @param options.smallBytes up to which size a table is small
 * @throws {Error} if a table stayed in use
 */
export async function compact(
  client: pg.ClientBase,
  { whole, smallBytes = smallTable }: { whole: boolean; smallBytes?: number },
): Promise<void> {
  const query = (text: string) =>
    client.query({ text, query_timeout: statementMs } as pg.QueryConfig);
  for (const name of tables) {
    const table = `weapp_login_store.${name}`;
    const { rows } = await query(`SELECT pg_total_relation_size('${table}') AS bytes`);
    if (whole || rows[0].bytes <= smallBytes) await rewrite(query, table);
    else await query(`VACUUM ${table}`);
  }
}

/**
 * Waits for no lock, because everyone who comes after would wait too: behind a backup, for minutes. PostgreSQL only tells
 * by a notice that it skipped a table, but a table that was rewritten is in another file.
 */
async function rewrite(
  query: (text: string) => Promise<pg.QueryResult>,
  table: string,
): Promise<void> {
  const file = async () =>
    (await query(`SELECT pg_relation_filenode('${table}') AS file`)).rows[0].file;
  const before = await file();
  for (let tries = 0; tries < retries; tries += 1) {
    await query(`VACUUM (FULL, SKIP_LOCKED) ${table}`);
    if ((await file()) !== before) return;
    await sleep(retryMs);
  }
  throw new Error(`${table} is in use and can't be rewritten`);
}

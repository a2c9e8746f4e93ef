import { loadPeer } from '../../peers/load-peer.ts';
import { sqliteMigrations } from '../../store/sql/migrations/sqlite.ts';
import { NewerSchema } from '../../store/sql/migrations.ts';

/** The contents of a database file. */
export interface DatabaseFacts {
  schema: number;
  users: number;
}

/** The first schema version whose table names have a prefix. */
const prefixed = 7;

/** Returns the name of a store table in a file with that schema version. */
export const tableOf = (schema: number, table: string): string =>
  schema < prefixed ? table : `weapp_login_store_${table}`;

/**
 * Inspects a database file and checks all its pages. Changes nothing.
 * @throws {Error} with one sentence if it is damaged or not a database of this server
 * @throws {NewerSchema} if a newer server wrote it
 */
export function readDatabase(file: string): DatabaseFacts {
  const { DatabaseSync } = loadPeer('@photostructure/sqlite');
  const db = new DatabaseSync(file, { readOnly: true });
  const value = (sql: string) => Object.values(db.prepare(sql).get() ?? {})[0];
  try {
    const verdict = String(value('PRAGMA integrity_check'));
    if (verdict !== 'ok') throw new Error(`${file} is damaged: ${verdict}`);
    const schema = Number(value('PRAGMA user_version'));
    const known = sqliteMigrations.length;
    if (schema === 0) throw new Error(`${file} is not a database of this server`);
    if (schema > known) throw new NewerSchema(schema, known);
    return { schema, users: Number(value(`SELECT count(*) FROM ${tableOf(schema, 'users')}`)) };
  } finally {
    db.close();
  }
}

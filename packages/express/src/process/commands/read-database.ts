import { DatabaseSync } from '@photostructure/sqlite';
import { migrationsFor, NewerSchema } from '../../store/sql/migrations.ts';

/** What is in the file of a database. */
export interface DatabaseFacts {
  schema: number;
  users: number;
}

/**
 * Reads what a database file is, and checks every page of it. Changes nothing.
 * @throws {Error} one sentence where it is not a database of this server's, or is damaged
 * @throws {NewerSchema} where a newer server wrote it
 */
export function readDatabase(file: string): DatabaseFacts {
  const db = new DatabaseSync(file, { readOnly: true });
  const value = (sql: string) => Object.values(db.prepare(sql).get() ?? {})[0];
  try {
    const verdict = String(value('PRAGMA integrity_check'));
    if (verdict !== 'ok') throw new Error(`${file} is damaged: ${verdict}`);
    const schema = Number(value('PRAGMA user_version'));
    const known = migrationsFor('sqlite').length;
    if (schema === 0) throw new Error(`${file} is not a database of this server`);
    if (schema > known) throw new NewerSchema(schema, known);
    return { schema, users: Number(value('SELECT count(*) FROM users')) };
  } finally {
    db.close();
  }
}

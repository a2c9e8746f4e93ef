import path from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { makeFolder } from '../../durable-file.ts';
import { NewerSchema, readMigrations } from '../migrations.ts';

export type Database = InstanceType<typeof DatabaseSync>;

const migrations = readMigrations('sqlite');

/** Milliseconds that a statement waits for a lock. The whole process waits with it, so longer waits are not its own. */
export const blockingLockWaitMs = 5;

/**
 * Opens the file, which it makes if there is none, and brings its schema up to date.
 * @param file `:memory:` for a database that ends with the process
 * @throws an error of SQLite, or {@link NewerSchema}
 */
export function openDatabase(file: string): Database {
  // Only the server's own user looks into the folder: it holds phone numbers, and in development a secret.
  if (file !== ':memory:') makeFolder(path.dirname(file));
  const db = new DatabaseSync(file, { timeout: blockingLockWaitMs });
  try {
    // NORMAL: a commit does not wait for the disk itself. The engine does, before it answers.
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON');
    migrate(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Each process that starts takes the write lock in turn, and looks again at what is left to do. */
function migrate(db: Database): void {
  if (schemaOf(db) === migrations.length) return;
  db.exec('BEGIN IMMEDIATE');
  try {
    const found = schemaOf(db);
    if (found > migrations.length) throw new NewerSchema(found, migrations.length);
    for (const { version, sql } of migrations.slice(found)) {
      db.exec(sql);
      db.exec(`PRAGMA user_version = ${version}`);
    }
    db.exec('COMMIT');
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

const schemaOf = (db: Database) =>
  (db.prepare('PRAGMA user_version').get() as { user_version: number }).user_version;

import path from 'node:path';
import { fsyncFolderSync, makeFolder, rewriteInPlace } from '../../disk/durable-file.ts';
import { migrationsFor, NewerSchema } from '../sql/migrations.ts';
import { type Database, openDatabase } from './database.ts';
import { isLocked } from './failure.ts';

const migrations = migrationsFor('sqlite');

/** How long to wait for a lock held by another program. Milliseconds. */
const lockWaitMs = 1_000;
const lockPollMs = 20;

/**
 * Opens or creates the file for the writing connection and migrates its schema. A commit
 * of this connection returns, and becomes visible to others, once it is on the disk.
 * @param file `:memory:` for an in-memory database
 * @throws an error of SQLite or node:fs, or {@link NewerSchema}
 */
export function openForWriting(file: string): Database {
  const inMemory = file === ':memory:';
  // Accessible only to the server's user: it contains phone numbers, and in development a secret.
  if (!inMemory) makeFolder(path.dirname(file));
  const db = openDatabase(file, { lockWaitMs });
  try {
    useLog(db);
    // The driver's default, NORMAL, leaves commits in the kernel's cache.
    db.exec('PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA wal_autocheckpoint = 0');
    // What is deleted is overwritten with zeros. Copies that a page split left in unused room are for VACUUM to remove.
    db.exec('PRAGMA secure_delete = ON');
    if (!inMemory) syncLog(db, file);
    migrate(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** SQLite does not wait for the lock needed to change the mode for the first time. */
function useLog(db: Database): void {
  const giveUpAt = performance.now() + lockWaitMs;
  for (;;)
    try {
      db.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (error) {
      if (!isLocked(error) || performance.now() > giveUpAt) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, lockPollMs);
    }
}

/** Each starting process takes the write lock in turn and checks again which steps remain. */
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
    if (db.inTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

/**
 * Makes the readable part of the log durable: an earlier process may have had a failed fsync, and anything
 * committed after a hole in the log would be lost in a power cut.
 */
function syncLog(db: Database, file: string): void {
  // The lock prevents appending to or truncating the log meanwhile.
  db.exec('BEGIN IMMEDIATE');
  try {
    // SQLite holds no locks on the log itself, which closing a descriptor would release.
    rewriteInPlace(`${file}-wal`);
    // SQLite does this too, but ignores failures.
    fsyncFolderSync(path.dirname(file));
  } finally {
    db.exec('ROLLBACK');
  }
}

const schemaOf = (db: Database) =>
  (db.run('PRAGMA user_version')[0] as { user_version: number }).user_version;

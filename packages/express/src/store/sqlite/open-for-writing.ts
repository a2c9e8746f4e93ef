import path from 'node:path';
import { fsyncFolderSync, makeFolder, rewriteInPlace } from '../../disk/durable-file.ts';
import { schemasFor } from '../sql/migrations.ts';
import type { OwnTables } from '../sql/own-tables.ts';
import { type Database, openDatabase } from './database.ts';
import { isLocked } from './failure.ts';
import { migrate } from './migrate.ts';

/** How long to wait for a lock held by another program. Milliseconds. */
const lockWaitMs = 1_000;
const lockPollMs = 20;

/** A file, and whose tables are in it beside the store's. */
export interface DatabaseFile {
  file: string;
  own?: OwnTables | undefined;
}

/**
 * Opens the file for the connection that writes, creates it if there is none, and brings its schema up to date. A commit
 * of this connection returns, and is visible to others, once it is on the disk.
 * @param options.file `:memory:` for a database that ends with the process
 * @param options.own tables of the app
 * @throws an error of SQLite or node:fs, NewerSchema or EditedMigration
 */
export function openForWriting({ file, own }: DatabaseFile): Database {
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
    migrate(db, schemasFor('sqlite', own));
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

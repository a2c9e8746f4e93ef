import path from 'node:path';
import { fsyncFolderSync, makeFolder, rewriteInPlace } from '../../disk/durable-file.ts';
import { migrationsFor, NewerSchema } from '../sql/migrations.ts';
import { type Database, openDatabase } from './database.ts';
import { isLocked } from './failure.ts';

const migrations = migrationsFor('sqlite');

/** A lock that another program holds this long fails what waits for it. Milliseconds. */
const lockWaitMs = 1_000;
const lockPollMs = 20;

/**
 * Opens the file for the connection that writes, creates it if there is none, and brings its schema up to date. A commit
 * of this connection returns, and is visible to others, once it is on the disk.
 * @param file `:memory:` for a database that ends with the process
 * @throws an error of SQLite or node:fs, or {@link NewerSchema}
 */
export function openForWriting(file: string): Database {
  const inMemory = file === ':memory:';
  // Only the server's own user looks into the folder: it holds phone numbers, and in development a secret.
  if (!inMemory) makeFolder(path.dirname(file));
  const db = openDatabase(file, { lockWaitMs });
  try {
    useLog(db);
    // The driver's default is NORMAL, which leaves a commit in the kernel's cache.
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

/** SQLite does not wait for the lock that the first change of the mode needs. */
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

/** Each process that starts takes the write lock in turn, and checks again what is left to do. */
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
 * Makes sure that what can be read of the log is on the disk: a process before may have met a failed fsync, and whatever
 * is committed behind a hole in the log would be lost in a power cut.
 */
function syncLog(db: Database, file: string): void {
  // Nobody appends to the log or truncates it meanwhile.
  db.exec('BEGIN IMMEDIATE');
  try {
    // SQLite has no locks on the log itself, which closing a descriptor of it would drop.
    rewriteInPlace(`${file}-wal`);
    // SQLite does this too, and goes on if it fails.
    fsyncFolderSync(path.dirname(file));
  } finally {
    db.exec('ROLLBACK');
  }
}

const schemaOf = (db: Database) =>
  (db.run('PRAGMA user_version')[0] as { user_version: number }).user_version;

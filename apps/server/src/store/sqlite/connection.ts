import { type FileHandle, open } from 'node:fs/promises';
import type { StatementSyncInstance } from '@photostructure/sqlite';
import { spoilsConnection } from './failure.ts';
import { type Database, openDatabase } from './open-database.ts';

/**
 * While an outage lasts, the file is opened anew this often at most: the driver lets go of a closed connection's files
 * only when its statements are collected. Milliseconds.
 */
const restMs = 500;

interface Opened {
  db: Database;
  /** Prepares a statement, once. Its placeholders are $1, $2 and so on. */
  prepare(sql: string): StatementSyncInstance;
}

/** A connection to the file that is opened at the first use, and anew after a failure that spoils it. */
export interface Connection {
  /** @throws an error of SQLite */
  use(): Opened;
  /** Resolves when all that is committed is on the disk. Meanwhile the process goes on. */
  sync(): Promise<void>;
  /** To be told of every error of the other two. */
  failed(error: unknown): void;
  close(): void;
}

/** Brings a file's content to the disk. */
export type Sync = (file: FileHandle) => Promise<void>;

export function createConnection(file: string, sync: Sync): Connection {
  let opened: Opened | undefined;
  /** The file that commits are appended to. */
  let log: Promise<FileHandle> | undefined;
  let resting = false;

  function close() {
    const db = opened?.db;
    opened = undefined;
    const closed = log?.then((handle) => handle.close());
    log = undefined;
    // The files are out of reach then; the handles are gone either way.
    closed?.catch(() => undefined);
    try {
      db?.close();
    } catch {
      // As above.
    }
  }

  /** Leaves everything in the one file. What can't be moved there now is found beside it at the next start. */
  function emptyLog() {
    try {
      opened?.db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } catch {
      // The commits stay where they are.
    }
  }

  return {
    use() {
      if (opened) return opened;
      const db = openDatabase(file);
      const prepared = new Map<string, StatementSyncInstance>();
      opened = {
        db,
        prepare(sql) {
          const known = prepared.get(sql);
          if (known) return known;
          // SQLite's numbered placeholders are ?1, ?2 and so on.
          const statement = db.prepare(sql.replaceAll('$', '?'));
          prepared.set(sql, statement);
          return statement;
        },
      };
      return opened;
    },
    async sync() {
      if (file === ':memory:') return;
      try {
        log ??= open(`${file}-wal`, 'r+');
        await sync(await log);
      } catch (error) {
        // The log may have a hole now, and the kernel tells so once only: nothing may follow it there.
        emptyLog();
        close();
        throw error;
      }
    },
    failed(error) {
      if (resting || !spoilsConnection(error)) return;
      close();
      resting = true;
      setTimeout(() => {
        resting = false;
      }, restMs).unref();
    },
    close() {
      emptyLog();
      close();
    },
  };
}

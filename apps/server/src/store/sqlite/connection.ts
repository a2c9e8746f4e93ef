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
  /** To be told of every error of SQLite. */
  failed(error: unknown): void;
  close(): void;
}

export function createConnection(file: string): Connection {
  let opened: Opened | undefined;
  let resting = false;

  function close() {
    const db = opened?.db;
    opened = undefined;
    try {
      db?.close();
    } catch {
      // The file is out of reach already; the handle is gone either way.
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
    failed(error) {
      if (resting || !spoilsConnection(error)) return;
      close();
      resting = true;
      setTimeout(() => {
        resting = false;
      }, restMs).unref();
    },
    close() {
      try {
        // Leaves everything in the one file. What can't be moved there now is found beside it at the next start.
        opened?.db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      } catch {
        // The commits are safe where they are.
      }
      close();
    },
  };
}

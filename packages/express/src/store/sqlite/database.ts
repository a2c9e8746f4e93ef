import type { StatementSyncInstance } from '@photostructure/sqlite';
import { loadPeer } from '../../peers/load-peer.ts';
import type { Value } from '../sql/engine.ts';

/** A connection to an SQLite file. Its methods throw the driver's errors. */
export interface Database {
  /** Runs one statement with placeholders $1, $2 and so on. */
  run(sql: string, ...values: Value[]): unknown[];
  /** Runs several statements, without values. */
  exec(sql: string): void;
  readonly inTransaction: boolean;
  close(): void;
}

/** More statements than a program has, unless it writes values into their text. */
const mostPrepared = 500;

/**
 * Returns SQL of the store as SQLite has it: placeholders are ?1, ?2 and so on, and as there are no schemas in a file, the
 * name of the schema is a prefix.
 */
const translate = (sql: string) =>
  sql.replaceAll(/\$(?=\d)/g, '?').replaceAll(/\bweapp_login_store\.(?=\w)/g, 'weapp_login_store_');

/** https://sqlite.org/rescode.html */
const SQLITE_IOERR = 10;

/**
 * Opens a file, or creates it.
 * @param options.lockWaitMs how long a statement waits for a lock, blocking the calling thread
 */
export function openDatabase(file: string, options: { lockWaitMs: number }): Database {
  const { DatabaseSync } = loadPeer('@photostructure/sqlite');
  const db = new DatabaseSync(file, { timeout: options.lockWaitMs });
  const prepared = new Map<string, StatementSyncInstance>();

  function prepare(sql: string): StatementSyncInstance {
    const known = prepared.get(sql);
    if (known) return known;
    const statement = db.prepare(translate(sql));
    if (prepared.size >= mostPrepared) prepared.clear();
    prepared.set(sql, statement);
    return statement;
  }

  return {
    run(sql, ...values) {
      const statement = prepare(sql);
      const { isTransaction } = db;
      try {
        return statement.all(...values);
      } catch (error) {
        // Errors of the driver's `all` lack SQLite's result code; those of `get` have it. But it
        // must not run outside a transaction that SQLite has just rolled back.
        if (db.isTransaction === isTransaction) statement.get(...values);
        // SQLite rolls back automatically only on file errors, and an error that does not recur is a file error too.
        throw Object.assign(error as Error, { errcode: SQLITE_IOERR });
      }
    },
    exec: (sql) => db.exec(translate(sql)),
    get inTransaction() {
      return db.isTransaction;
    },
    close() {
      prepared.clear();
      db.close();
    },
  };
}

/** Returns the `PRAGMA data_version` of a connection, which changes with each commit of any other connection. */
export const versionOf = (db: Database): number =>
  (db.run('PRAGMA data_version')[0] as { data_version: number }).data_version;

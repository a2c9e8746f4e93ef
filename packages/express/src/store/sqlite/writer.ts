import type { Script, Transaction } from '../sql/engine.ts';
import { countErasure } from '../sql/erasures.ts';
import { type Database, versionOf } from './database.ts';
import { type Failure, failureOf } from './failure.ts';
import { type DatabaseFile, openForWriting } from './open-for-writing.ts';

/** A transaction by name, with its arguments; or, without a name, a request for {@link versionOf} the writer's connection. */
export interface Job {
  transaction?: string;
  args: unknown[];
  /** It need not be on the disk when it is answered. */
  unsynced?: boolean;
}

export type Outcome = { result: unknown } | { failure: Failure };

/**
 * The name of a job that rewrites the file without deleted data, unless it has more bytes than the argument. It is not a
 * transaction.
 */
export const compaction = 'VACUUM';

/** A transaction of which only the name is known. */
// biome-ignore lint/suspicious/noExplicitAny: each name comes with the arguments of its own transaction
export type Transactions = Readonly<Record<string, Transaction<any[], unknown>>>;

/** The only writing connection. It opens its file on first use, and again after a fatal error. */
export interface Writer {
  /** Runs jobs as one transaction, and returns once that is on the disk, unless all of them are `unsynced`. */
  run(jobs: readonly Job[]): Outcome[];
  /**
   * Checkpoints the log into the file once it has grown. Call it after replying to the callers.
   * @returns false if the connection was closed after an error
   */
  checkpoint(): boolean;
  /** @throws an error of SQLite or node:fs */
  use(): Database;
  close(): void;
}

/**
 * The minimum time between reopening the file during an outage: the driver keeps the file descriptors of a closed
 * connection until its statements are garbage collected. Milliseconds.
 */
const reopenDelayMs = 500;
/** As SQLite's own default for automatic checkpoints, which ignore their errors. */
const checkpointPages = 1_000;

/** https://sqlite.org/pragma.html#pragma_wal_checkpoint */
interface LogState {
  log: number;
  checkpointed: number;
}

/** @param options.file `:memory:` for a database that ends with the process */
export function createWriter(options: DatabaseFile & { transactions: Transactions }): Writer {
  const { transactions } = options;
  let opened: Database | undefined;
  /** The log holds something that was deleted for good. */
  let mustTruncate = false;
  /** Of the open connection: whether its commits wait for the disk. */
  let commitsSynced = true;
  let lost: { error: unknown; at: number } | undefined;

  function use(): Database {
    if (opened) return opened;
    if (lost && performance.now() - lost.at < reopenDelayMs) throw lost.error;
    opened = openForWriting(options);
    commitsSynced = true;
    lost = undefined;
    return opened;
  }

  function commit(jobs: readonly Job[]): unknown[] {
    const db = use();
    if (jobs.every(({ transaction }) => transaction === undefined))
      return jobs.map(() => versionOf(db));
    syncCommits(db, !jobs.every(({ unsynced }) => unsynced));
    db.exec('BEGIN IMMEDIATE');
    try {
      const results = jobs.map((job) => runJob(db, job));
      db.exec('COMMIT');
      return results;
    } catch (error) {
      // SQLite may have rolled it back already.
      if (db.inTransaction) db.exec('ROLLBACK');
      throw error;
    }
  }

  /** With NORMAL, a commit is in the log and visible, and the next FULL commit or checkpoint syncs it too. */
  function syncCommits(db: Database, on: boolean) {
    if (commitsSynced === on) return;
    db.exec(`PRAGMA synchronous = ${on ? 'FULL' : 'NORMAL'}`);
    commitsSynced = on;
  }

  function runJob(db: Database, { transaction, args }: Job): unknown {
    if (transaction === undefined) return versionOf(db);
    const script = transactions[transaction]?.(...args);
    if (!script) throw new TypeError(`no transaction is named ${transaction}`);
    return runScript(db, script, (sql) => {
      mustTruncate ||= sql === countErasure;
    });
  }

  function run(jobs: readonly Job[]): Outcome[] {
    // VACUUM runs outside of any transaction.
    if (jobs.some(({ transaction }) => transaction === compaction) && jobs.length > 1)
      return jobs.flatMap((job) => run([job]));
    try {
      if (jobs[0]?.transaction === compaction) {
        const db = use();
        syncCommits(db, true);
        if (sizeOf(db) <= Number(jobs[0].args[0])) db.exec(compaction);
        mustTruncate = true;
        return [{ result: undefined }];
      }
      return commit(jobs).map((result) => ({ result }));
    } catch (error) {
      const failure = failureOf(error);
      // A failed transaction must not affect the others.
      if (failure.kind === 'fault' && jobs.length > 1) return jobs.flatMap((job) => run([job]));
      if (error !== lost?.error) discardAfter(error);
      return jobs.map(() => ({ failure }));
    }
  }

  /** Returns whether the connection must be closed after the error. */
  function discardAfter(error: unknown): boolean {
    const failure = failureOf(error);
    if (failure.kind !== 'unavailable' || !failure.connectionLost) return false;
    lost = { error, at: performance.now() };
    close();
    return true;
  }

  function checkpoint(): boolean {
    try {
      // Where another process is reading, the log stays, and it is tried again after the next commit.
      if (mustTruncate) {
        const [end] = (opened?.run('PRAGMA wal_checkpoint(TRUNCATE)') ?? []) as { busy: number }[];
        mustTruncate = end?.busy !== 0;
        return true;
      }
      const [state] = (opened?.run('PRAGMA wal_checkpoint(NOOP)') ?? []) as LogState[];
      if (state && state.log - state.checkpointed >= checkpointPages)
        opened?.run('PRAGMA wal_checkpoint(PASSIVE)');
      return true;
    } catch (error) {
      // A full disk alone loses nothing: the log contains all commits.
      return !discardAfter(error);
    }
  }

  function close() {
    const db = opened;
    opened = undefined;
    try {
      db?.close();
    } catch {
      // The file is inaccessible.
    }
  }

  return {
    run,
    checkpoint,
    use,
    close() {
      try {
        // Moves everything into one file. The next start handles what could not be moved.
        opened?.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      } catch {
        // As above.
      }
      close();
    },
  };
}

function sizeOf(db: Database): number {
  const [size] = db.run(
    'SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size',
  ) as { bytes: number }[];
  return size?.bytes ?? 0;
}

function runScript(
  db: Database,
  script: Script<unknown>,
  onStatement: (sql: string) => void,
): unknown {
  let step = script.next();
  while (!step.done)
    step = script.next(
      step.value.queries.map(({ sql, values }) => {
        onStatement(sql);
        return db.run(sql, ...values);
      }),
    );
  return step.value;
}

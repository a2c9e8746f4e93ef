import { setTimeout as sleep } from 'node:timers/promises';
import type { StatementSyncInstance } from '@photostructure/sqlite';
import type { Engine, Script, Transaction, Value } from '../engine.ts';
import { StoreUnavailable } from '../store-unavailable.ts';
import { createConnection, type Sync } from './connection.ts';
import { describeFailure, isLocked } from './failure.ts';
import { blockingLockWaitMs, type Database } from './open-database.ts';

/** A transaction that waits for its turn. */
interface Job {
  script: () => Script<unknown>;
  resolve: (result: unknown) => void;
  reject: (error: unknown) => void;
}

/** So many transactions share one commit, at most. */
const largestBatch = 500;
/** A lock that another program holds this long fails what waits for it. Milliseconds. */
const lockPatienceMs = 1_000;
const lockPollMs = 20;
const mostTries = Math.ceil(lockPatienceMs / (blockingLockWaitMs + lockPollMs));

/** The engine, and a way to know whether what was read may be remembered. */
export interface SqliteEngine extends Engine {
  /** Whether another connection, of this process or another, may have committed since this was last asked. */
  changedElsewhere(): boolean;
}

/**
 * An embedded database in a file, which is reached for at each use, so that a disk that comes back needs no restart.
 *
 * Transactions that are asked for in the same turn of the event loop, or while others wait for the disk, share one commit
 * and one wait for the disk; each is answered after it. The process does not stand still meanwhile.
 * @param options.sync how commits are brought to the disk; by default fdatasync
 */
export function createSqliteEngine(options: { file: string; sync?: Sync }): SqliteEngine {
  const { file, sync = (log) => log.datasync() } = options;
  const connection = createConnection(file, sync);
  let waiting: Job[] = [];
  let flushing: Promise<void> | undefined;
  let seen: { db: Database; version: unknown } | undefined;

  function read(sql: string, values: readonly Value[] = []): unknown[] {
    try {
      return rowsOf(connection.use().prepare(sql), values);
    } catch (error) {
      connection.failed(error);
      throw describeFailure(error);
    }
  }

  function run(script: Script<unknown>): unknown {
    const { prepare } = connection.use();
    let step = script.next();
    while (!step.done) step = script.next(rowsOf(prepare(step.value.sql), step.value.values));
    return step.value;
  }

  function runTogether(jobs: readonly Job[]): unknown[] {
    const { db, prepare } = connection.use();
    // Explicit, for a commit that a statement brings about by its own end fails unseen.
    prepare('BEGIN IMMEDIATE').run();
    try {
      const results = jobs.map(({ script }) => run(script()));
      prepare('COMMIT').run();
      return results;
    } catch (error) {
      if (db.isTransaction) prepare('ROLLBACK').run();
      throw error;
    }
  }

  async function commit(jobs: readonly Job[]): Promise<void> {
    for (let tries = 1; ; tries++)
      try {
        const results = runTogether(jobs);
        await connection.sync();
        jobs.forEach(({ resolve }, index) => void resolve(results[index]));
        return;
      } catch (error) {
        if (isLocked(error) && tries < mostTries) await sleep(lockPollMs);
        else return fail(jobs, error);
      }
  }

  async function fail(jobs: readonly Job[], error: unknown): Promise<void> {
    connection.failed(error);
    const described = describeFailure(error);
    // A script that fails by itself must not take the others with it.
    if (!(described instanceof StoreUnavailable) && jobs.length > 1)
      for (const job of jobs) await commit([job]);
    else for (const { reject } of jobs) reject(described);
  }

  async function flush(): Promise<void> {
    await new Promise(setImmediate);
    while (waiting.length > 0) {
      const batch = waiting.slice(0, largestBatch);
      waiting = waiting.slice(largestBatch);
      await commit(batch);
    }
    flushing = undefined;
  }

  return {
    async read<Row>(sql: string, ...values: Value[]) {
      return read(sql, values) as Row[];
    },
    write: <Args extends unknown[], Result>(
      transaction: Transaction<Args, Result>,
      ...args: Args
    ) =>
      new Promise<Result>((resolve, reject) => {
        const script = () => transaction(...args);
        waiting.push({ script, resolve: resolve as Job['resolve'], reject });
        flushing ??= flush();
      }),
    changedElsewhere() {
      const [row] = read('PRAGMA data_version') as { data_version: number }[];
      const { db } = connection.use();
      const changed = db !== seen?.db || row?.data_version !== seen.version;
      seen = { db, version: row?.data_version };
      return changed;
    },
    async close() {
      await flushing;
      connection.close();
    },
  };
}

function rowsOf(statement: StatementSyncInstance, values: readonly Value[]): unknown[] {
  try {
    return statement.all(...values);
  } catch (error) {
    // The driver's `all` leaves SQLite's result code out of its errors; `get` fails in the same way, and has it.
    statement.get(...values);
    throw error;
  }
}

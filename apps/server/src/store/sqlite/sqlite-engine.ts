import { setTimeout as sleep } from 'node:timers/promises';
import type { StatementSyncInstance } from '@photostructure/sqlite';
import type { Engine, Script, Value } from '../engine.ts';
import { describeFailure, isLocked, spoilsConnection } from './failure.ts';
import { type Database, openDatabase } from './open-database.ts';

/** A transaction that waits for its turn. */
interface Job {
  script: () => Script<unknown>;
  resolve: (result: unknown) => void;
  reject: (error: unknown) => void;
}

/** So many transactions share one commit, at most. */
const largestBatch = 500;
/** A lock that another program holds this long fails what waits for it. Milliseconds. */
const lockPatienceMs = 2_000;
const lockPollMs = 20;

/**
 * An embedded database in a file. It is opened at the first use and again after a failure that spoils the connection,
 * so that a disk that comes back needs no restart.
 *
 * Transactions that are asked for in the same turn of the event loop share one commit, and with it one wait for the
 * disk; each is answered after it.
 */
export function createSqliteEngine({ file }: { file: string }): Engine {
  let opened: { db: Database; prepare: (sql: string) => StatementSyncInstance } | undefined;
  let waiting: Job[] = [];
  let flushing: Promise<void> | undefined;

  function connection() {
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
  }

  /** Runs what touches the file, and puts its failures into the store's words. */
  function guarded<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      if (spoilsConnection(error)) disconnect();
      throw describeFailure(error);
    }
  }

  function disconnect() {
    const db = opened?.db;
    opened = undefined;
    try {
      db?.close();
    } catch {
      // The file is out of reach already; the handle is gone either way.
    }
  }

  function run(script: Script<unknown>): unknown {
    const { prepare } = connection();
    let step = script.next();
    while (!step.done) step = script.next(prepare(step.value.sql).all(...step.value.values));
    return step.value;
  }

  function runTogether(jobs: readonly Job[]): unknown[] {
    const { db, prepare } = connection();
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
    const patience = Math.ceil(lockPatienceMs / lockPollMs);
    for (let tries = 1; ; tries++)
      try {
        const results = runTogether(jobs);
        jobs.forEach(({ resolve }, index) => void resolve(results[index]));
        return;
      } catch (error) {
        if (isLocked(error) && tries < patience) await sleep(lockPollMs);
        else return fail(jobs, error);
      }
  }

  async function fail(jobs: readonly Job[], error: unknown): Promise<void> {
    if (spoilsConnection(error)) disconnect();
    const described = describeFailure(error);
    // A script that fails by itself must not take the others with it.
    if (described === error && jobs.length > 1) for (const job of jobs) await commit([job]);
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
      return guarded(
        () =>
          connection()
            .prepare(sql)
            .all(...values) as Row[],
      );
    },
    write: <Result>(script: () => Script<Result>) =>
      new Promise<Result>((resolve, reject) => {
        waiting.push({ script, resolve: resolve as Job['resolve'], reject });
        flushing ??= flush();
      }),
    async close() {
      await flushing;
      disconnect();
    },
  };
}

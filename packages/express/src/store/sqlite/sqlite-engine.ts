import type { Engine, Transaction, Value } from '../sql/engine.ts';
import { transactions } from '../sql/transactions.ts';
import { StoreUnavailable } from '../store-unavailable.ts';
import { createWriterThread } from './create-writer-thread.ts';
import { type Database, openDatabase } from './database.ts';
import { errorOf, failureOf } from './failure.ts';
import { createFreshness, type Freshness } from './freshness.ts';
import { type CommitVersion, compaction, createWriter, type Job, type Outcome } from './writer.ts';

/** The engine, and a way to know whether what was read may be remembered. */
export interface SqliteEngine extends Engine {
  freshness(): Freshness;
}

/** The event loop waits for a lock no longer than this. Milliseconds. */
const lockWaitMs = 5;
/** As reopenDelayMs of the writer. */
const reopenDelayMs = 500;

const names = new Map<unknown, string>(
  Object.entries(transactions).map(([name, transaction]) => [transaction, name]),
);

function jobOf<Args extends unknown[]>(transaction: Transaction<Args, unknown>, args: Args): Job {
  const name = names.get(transaction);
  if (name === undefined) throw new TypeError(`${transaction.name} is not in transactions.ts`);
  return { transaction: name, args };
}

/**
 * An embedded database in a file, opened at the first use and again after a failure, so that a disk that comes back needs
 * no restart. A thread of its own writes, and answers when it is on the disk; reads are this thread's, through a
 * connection that sees nothing before it is on the disk. docs/decisions/0018-writer-thread.md
 * @param options.file `:memory:` for a database that ends with the process; this thread then writes too
 */
export const createSqliteEngine = ({ file }: { file: string }): SqliteEngine =>
  file === ':memory:' ? createMemoryEngine() : createFileEngine(file);

function createFileEngine(file: string): SqliteEngine {
  let reader: { db: Database; openedAt: number } | undefined;
  /** The writer has given its connection up; the reader goes on with what it has until the writer is back. */
  let connectionLost = false;
  const writer = createWriterThread({
    file,
    onConnectionLost() {
      connectionLost = true;
    },
  });
  const freshness = createFreshness({
    askWriter: () => run({ args: [] }) as Promise<CommitVersion>,
  });

  async function run(job: Job): Promise<unknown> {
    const result = await writer.run(job);
    if (connectionLost) closeReader();
    connectionLost = false;
    // The writer has just checked the file. Later it may be waiting for a lock, which is no reason for reads to wait.
    if (!reader) openReader();
    return result;
  }

  function openReader() {
    let db: Database | undefined;
    try {
      db = openDatabase(file, { lockWaitMs });
      db.exec('PRAGMA query_only = ON');
      reader = { db, openedAt: performance.now() };
    } catch {
      // The next read tries again, and tells.
      db?.close();
    }
  }

  function closeReader() {
    const db = reader?.db;
    reader = undefined;
    freshness.reset();
    try {
      db?.close();
    } catch {
      // The file is out of reach.
    }
  }

  function failed(error: unknown): unknown {
    const failure = failureOf(error);
    const old = reader && performance.now() - reader.openedAt > reopenDelayMs;
    if (failure.kind === 'unavailable' && failure.connectionLost && old) closeReader();
    return errorOf(failure);
  }

  return {
    async read<Row>(sql: string, ...values: Value[]) {
      if (!reader) await run({ args: [] });
      if (!reader) throw new StoreUnavailable('SQLite: the file cannot be opened for reading');
      try {
        return reader.db.run(sql, ...values) as Row[];
      } catch (error) {
        throw failed(error);
      }
    },
    async write(transaction, ...args) {
      freshness.writeBegins();
      try {
        return (await run(jobOf(transaction, args))) as never;
      } finally {
        freshness.writeEnded();
      }
    },
    async compact() {
      await run({ transaction: compaction, args: [] });
    },
    freshness() {
      if (!reader) return 'stale';
      try {
        return freshness.check(reader.db);
      } catch (error) {
        throw failed(error);
      }
    },
    async close() {
      // A write that ends meanwhile may still open a reader.
      await writer.close();
      closeReader();
    },
  };
}

/** Nobody else can open what is in memory, and no disk is waited for. */
function createMemoryEngine(): SqliteEngine {
  const writer = createWriter({ file: ':memory:', transactions });
  return {
    async read<Row>(sql: string, ...values: Value[]) {
      return writer.use().run(sql, ...values) as Row[];
    },
    async write(transaction, ...args) {
      const [outcome] = writer.run([jobOf(transaction, args)]) as [Outcome];
      if ('failure' in outcome) throw errorOf(outcome.failure);
      return outcome.result as never;
    },
    // Memory is not a file that anyone could find something in.
    async compact() {},
    freshness: () => 'fresh',
    async close() {
      writer.close();
    },
  };
}

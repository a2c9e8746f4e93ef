import { createFreshness, type Freshness } from '../fast/freshness.ts';
import type { Engine, Transaction, Value } from '../sql/engine.ts';
import { transactions } from '../sql/transactions.ts';
import { StoreUnavailable } from '../store-unavailable.ts';
import { createWriterThread } from './create-writer-thread.ts';
import { type Database, openDatabase, versionOf } from './database.ts';
import { errorOf, failureOf } from './failure.ts';
import type { DatabaseFile } from './open-for-writing.ts';
import { compaction, createWriter, type Job, type Outcome } from './writer.ts';

/** The engine, and whether data read from it may be cached. */
export interface SqliteEngine extends Engine {
  freshness(): Freshness;
}

/** The maximum time the event loop waits for a lock. Milliseconds. */
const lockWaitMs = 5;
/** It is rewritten in less than a second. Bytes. */
const smallFile = 64 * 1024 * 1024;
/** Like reopenDelayMs of the writer. */
const reopenDelayMs = 500;

const names = new Map<unknown, string>(
  Object.entries(transactions).map(([name, transaction]) => [transaction, name]),
);

function jobOf<Args extends unknown[]>(
  transaction: Transaction<Args, unknown>,
  args: Args,
  unsynced = false,
): Job {
  const name = names.get(transaction);
  if (name === undefined) throw new TypeError(`${transaction.name} is not in transactions.ts`);
  return { transaction: name, args, unsynced };
}

/**
 * Returns the engine for an SQLite file, opened on first use and again after a failure, so that a recovered disk needs
 * no restart. A separate thread writes and replies once the data is on the disk; this thread reads, through a
 * connection that sees only durable data. docs/decisions/0018-writer-thread.md
 * @param options.file `:memory:` for an in-memory database, which this thread also writes
 */
export const createSqliteEngine = (options: DatabaseFile): SqliteEngine =>
  options.file === ':memory:' ? createMemoryEngine(options) : createFileEngine(options);

function createFileEngine({ file, own }: DatabaseFile): SqliteEngine {
  let reader: { db: Database; openedAt: number } | undefined;
  /** The writer has closed its connection; the reader keeps its own until the writer is back. */
  let connectionLost = false;
  const writer = createWriterThread({
    file,
    own,
    onConnectionLost() {
      connectionLost = true;
    },
  });
  const freshness = createFreshness({
    versionOf,
    askWriter: () => run({ args: [], unsynced: true }) as Promise<number>,
  });

  async function run(job: Job): Promise<unknown> {
    const result = await writer.run(job);
    if (connectionLost) closeReader();
    connectionLost = false;
    // The writer has just checked the file. Later it may wait for a lock, and reads need not wait for that.
    if (!reader) openReader();
    return result;
  }

  async function write(job: Job): Promise<never> {
    freshness.writeBegins();
    try {
      return (await run(job)) as never;
    } finally {
      freshness.writeEnded();
    }
  }

  function openReader() {
    let db: Database | undefined;
    try {
      db = openDatabase(file, { lockWaitMs });
      db.exec('PRAGMA query_only = ON');
      reader = { db, openedAt: performance.now() };
    } catch {
      // The next read tries again and reports the error.
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
      // The file is inaccessible.
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
      if (!reader) await run({ args: [], unsynced: true });
      if (!reader) throw new StoreUnavailable('SQLite: the file cannot be opened for reading');
      try {
        return reader.db.run(sql, ...values) as Row[];
      } catch (error) {
        throw failed(error);
      }
    },
    write: async (transaction, ...args) => write(jobOf(transaction, args)),
    writeUnsynced: async (transaction, ...args) => write(jobOf(transaction, args, true)),
    async compact({ whole } = {}) {
      await run({ transaction: compaction, args: [whole ? Number.POSITIVE_INFINITY : smallFile] });
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
      // A concurrent write may still open a reader.
      await writer.close();
      closeReader();
    },
  };
}

/** An in-memory database has no other readers and no disk to wait for. */
function createMemoryEngine(options: DatabaseFile): SqliteEngine {
  const writer = createWriter({ ...options, transactions });
  return {
    async read<Row>(sql: string, ...values: Value[]) {
      return writer.use().run(sql, ...values) as Row[];
    },
    async write(transaction, ...args) {
      const [outcome] = writer.run([jobOf(transaction, args)]) as [Outcome];
      if ('failure' in outcome) throw errorOf(outcome.failure);
      return outcome.result as never;
    },
    // A database in memory has no file to compact.
    async compact() {},
    freshness: () => 'fresh',
    async close() {
      writer.close();
    },
  };
}

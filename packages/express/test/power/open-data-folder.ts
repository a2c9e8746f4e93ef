import path from 'node:path';
import { pino } from 'pino';
import { createLocalFiles } from '../../src/file-store/local-files.ts';
import { sweepLeftovers, sweepPictures } from '../../src/file-store/sweep-pictures.ts';
import { createSqlStore } from '../../src/store/sql/create-sql-store.ts';
import type { Engine } from '../../src/store/sql/engine.ts';
import { transactions } from '../../src/store/sql/transactions.ts';
import type { Database } from '../../src/store/sqlite/database.ts';
import { errorOf } from '../../src/store/sqlite/failure.ts';
import { createWriter } from '../../src/store/sqlite/writer.ts';

/** Longer than an upload may take. Milliseconds. */
const later = 2 * 60 * 60 * 1000;

const names = new Map<unknown, string>(
  Object.entries(transactions).map(([name, transaction]) => [transaction, name]),
);

/**
 * Opens a data folder with the server's own code, and sweeps it as a server does in its first hours. The writer works in
 * this thread: to start one of its own for each of thousands of folders takes longer than all else.
 * @param read is called with the database, and the folder as the sweep left it
 */
export async function openDataFolder(dataDir: string, read: (db: Database) => void): Promise<void> {
  const writer = createWriter({ file: path.join(dataDir, 'weapp-login.sqlite'), transactions });
  const engine: Engine = {
    read: async (sql, ...values) => writer.use().run(sql, ...values) as never,
    async write(transaction, ...args) {
      const [outcome] = writer.run([{ transaction: names.get(transaction) ?? '', args }]);
      if (outcome && 'result' in outcome) return outcome.result as never;
      throw outcome && errorOf(outcome.failure);
    },
    compact: async () => undefined,
    close: async () => writer.close(),
  };
  const store = createSqlStore(engine);
  try {
    await store.check(Date.now());
    const sweep = {
      store,
      files: createLocalFiles({ folder: path.join(dataDir, 'pictures') }),
      now: () => Date.now() + later,
      log: pino({ level: 'silent' }),
    };
    const never = new AbortController().signal;
    await sweepPictures(sweep, never);
    await sweepLeftovers(sweep, never);
    read(writer.use());
  } finally {
    await store.close();
  }
}

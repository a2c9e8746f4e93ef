import { PGlite, types } from '@electric-sql/pglite';
import * as stores from '@weapp-login/express/store';

const parsers = { [types.BYTEA]: (hex: string) => Buffer.from(hex.slice(2), 'hex') };
/** Classes of errors in a statement. All others are about the database. */
const aboutStatement = /^(22|23|42)/;

/** Returns a store in PGlite, PostgreSQL inside this process: in a folder of its own, or in memory. */
export function openPgliteStore(folder = 'memory://'): stores.SqlStore {
  let opened: Promise<PGlite> | undefined;

  async function use<Result>(work: (db: PGlite) => Promise<Result>): Promise<Result> {
    let db: PGlite | undefined;
    try {
      opened ??= PGlite.create(folder, { parsers }).then(migrate);
      db = await opened;
      return await work(db);
    } catch (error) {
      if (!db) opened = undefined;
      const { code = '', name, message } = error as Error & { code?: string };
      if (aboutStatement.test(code) || /^(NewerSchema|EditedMigration)$/.test(name)) throw error;
      throw new stores.StoreUnavailable(`PGlite: ${message}`);
    }
  }

  return stores.createSqlStore({
    read: <Row>(sql: string, ...values: stores.Value[]) =>
      use(async (db) => (await db.query<Row>(sql, values)).rows),
    write: (transaction, ...args) =>
      use((db) =>
        db.transaction(async (tx) => {
          const running = transaction(...args);
          let step = running.next();
          while (!step.done) {
            const rows: unknown[][] = [];
            for (const { sql, values } of step.value.queries)
              rows.push((await tx.query(sql, [...values])).rows);
            step = running.next(rows);
          }
          return step.value;
        }),
      ),
    compact: () => use(async (db) => void (await db.exec('VACUUM'))),
    // PGlite finishes what was given to it before.
    close: async () => opened && use((db) => db.close()),
  });
}

async function migrate(db: PGlite): Promise<PGlite> {
  const [schema] = stores.schemasFor('postgres');
  const { ledger } = schema;
  await db.exec(`CREATE SCHEMA IF NOT EXISTS weapp_login_store;
    CREATE TABLE IF NOT EXISTS ${ledger} (version bigint PRIMARY KEY, checksum text)`);
  const { rows } = await db.query<stores.AppliedStep>(`SELECT version, checksum FROM ${ledger}`);
  for (const { version, sql, checksum } of stores.pendingSteps(schema, rows).pending)
    await db.exec(
      `BEGIN; ${sql}; INSERT INTO ${ledger} VALUES (${version}, '${checksum}'); COMMIT`,
    );
  return db;
}

export type Value = string | number | Buffer | null;

/** A statement and the values of its placeholders, $1, $2 and so on. */
export interface Query {
  sql: string;
  values: readonly Value[];
}

/** The body of a transaction: yields queries and receives their rows. It must have no other effects. */
export type Script<Result> = Generator<Query, Result, unknown[]>;

/** A transaction whose arguments and result can be cloned into another thread. */
export type Transaction<Args extends unknown[], Result> = (...args: Args) => Script<Result>;

/** Yields a query in a script, with typed rows. */
export function* query<Row>(sql: string, ...values: Value[]): Script<Row[]> {
  return (yield { sql, values }) as Row[];
}

/** A database for the store's SQL. Each method rejects with {@link StoreUnavailable} during an outage. */
export interface Engine {
  /** Runs a read-only statement. */
  read<Row>(sql: string, ...values: Value[]): Promise<Row[]>;
  /**
   * Runs a transaction of transactions.ts with these arguments. Its writes are durable once the promise resolves. The
   * engine may run it more than once.
   */
  write<Args extends unknown[], Result>(
    transaction: Transaction<Args, Result>,
    ...args: Args
  ): Promise<Result>;
  /**
   * Rewrites the database so that what was deleted is not in it any more, as far as the database can: SQLite's file holds
   * nothing of it afterwards; PostgreSQL frees the room, which later rows overwrite. Other writes wait meanwhile in SQLite.
   */
  compact(): Promise<void>;
  close(): Promise<void>;
}

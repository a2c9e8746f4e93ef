export type Value = string | number | Buffer | null;

/** A statement and the values of its placeholders, $1, $2 and so on. */
export interface Query {
  sql: string;
  values: readonly Value[];
}

/** What happens inside a transaction: it yields queries and gets their rows. It has no effect of its own. */
export type Script<Result> = Generator<Query, Result, unknown[]>;

/** A transaction, with arguments and a result that can be cloned into another thread. */
export type Transaction<Args extends unknown[], Result> = (...args: Args) => Script<Result>;

/** A query inside a script, with the type of its rows. */
export function* query<Row>(sql: string, ...values: Value[]): Script<Row[]> {
  return (yield { sql, values }) as Row[];
}

/** A database that speaks the SQL of store.ts. Each method rejects with {@link StoreUnavailable} when it is away. */
export interface Engine {
  /** Runs a statement that changes nothing. */
  read<Row>(sql: string, ...values: Value[]): Promise<Row[]>;
  /**
   * Runs a transaction of transactions.ts with these arguments. What it wrote is durable once the promise resolves. The
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

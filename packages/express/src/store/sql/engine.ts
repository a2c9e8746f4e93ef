export type Value = string | number | Buffer | null;

/** A statement and the values of its placeholders, $1, $2 and so on. */
export interface Query {
  sql: string;
  values: readonly Value[];
}

/** Queries that don't need each other's rows, to run in their order. */
export interface Step {
  queries: readonly Query[];
  /** No step comes after this one, so that an engine can send its COMMIT along. */
  last?: boolean;
}

/** The body of a transaction: yields steps and receives the rows of each query. It must have no other effects. */
export type Script<Result> = Generator<Step, Result, unknown[][]>;

/** A transaction whose arguments and result can be cloned into another thread. */
export type Transaction<Args extends unknown[], Result> = (...args: Args) => Script<Result>;

/** Yields a query in a script, with typed rows. */
export function* query<Row>(sql: string, ...values: Value[]): Script<Row[]> {
  const [rows = []] = yield { queries: [{ sql, values }] };
  return rows as Row[];
}

/** The only query of a script, or the last of several. */
export function* lastQuery<Row>(sql: string, ...values: Value[]): Script<Row[]> {
  const [rows = []] = yield { queries: [{ sql, values }], last: true };
  return rows as Row[];
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
   * As `write`, but the result is only visible to every process, not yet durable: a crash of the machine may undo it. A later
   * `write` makes it durable too. Without this method, `write` is used. docs/decisions/0032-claims-wait-for-no-disk.md
   */
  writeUnsynced?: Engine['write'];
  /** A read costs a round trip, so lookups of one moment share one. Default: false. */
  isRemote?: boolean;
  /**
   * Rewrites the database so that nothing of what was deleted is in its files. It can't be used meanwhile, so what takes
   * longer than a second is left as it is without `whole`. docs/decisions/0035-erased-from-the-files.md
   */
  compact(options?: { whole?: boolean }): Promise<void>;
  close(): Promise<void>;
}

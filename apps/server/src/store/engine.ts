export type Value = string | number | Buffer | null;

/** A statement and the values of its placeholders, $1, $2 and so on. */
export interface Query {
  sql: string;
  values: readonly Value[];
}

/** What happens inside a transaction: it yields queries and gets their rows. It has no effect of its own. */
export type Script<Result> = Generator<Query, Result, unknown[]>;

/** A query inside a script, with the type of its rows. */
export function* query<Row>(sql: string, ...values: Value[]): Script<Row[]> {
  return (yield { sql, values }) as Row[];
}

/** A database that speaks the SQL of store.ts. Each method rejects with {@link StoreUnavailable} when it is away. */
export interface Engine {
  /** Runs a statement that changes nothing. */
  read<Row>(sql: string, ...values: Value[]): Promise<Row[]>;
  /** Runs a script as one transaction, durable once the promise resolves. It may run the script more than once. */
  write<Result>(script: () => Script<Result>): Promise<Result>;
  close(): Promise<void>;
}

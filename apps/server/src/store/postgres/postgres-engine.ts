import pg from 'pg';
import type { Engine, Script, Value } from '../engine.ts';
import { describeFailure, isPassing } from './failure.ts';
import { migrate } from './migrate.ts';

/** Milliseconds: to reach the server, for a statement there, and for its answer here. */
const connectMs = 2_000;
const statementMs = 3_000;
const answerMs = 4_000;

/** A transaction that others keep getting in the way of is given up after so many tries. */
const mostTries = 5;

/** int8: every number here fits into a JavaScript number. */
const parsers: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format),
};

/**
 * A PostgreSQL server, or what speaks its protocol. It is reached at the first use, and again after it was away.
 * @param options.url postgres://user:password@host:port/database
 */
export function createPostgresEngine({ url }: { url: string }): Engine {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'weapp-login',
    connectionTimeoutMillis: connectMs,
    statement_timeout: statementMs,
    query_timeout: answerMs,
    keepAlive: true,
    types: parsers,
  });
  // A connection that breaks while nobody uses it is no failure: the next query opens another.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));

  let migrated: Promise<void> | undefined;
  function ready(): Promise<void> {
    migrated ??= migrate(pool).catch((error: unknown) => {
      migrated = undefined;
      throw error;
    });
    return migrated;
  }

  const names = new Map<string, string>();
  /** A statement that has a name is parsed once on each connection. */
  function prepared(text: string, values: readonly Value[]): pg.QueryConfig {
    const name = names.get(text) ?? `s${names.size}`;
    names.set(text, name);
    return { name, text, values: [...values] };
  }

  async function run<Result>(client: pg.PoolClient, script: Script<Result>): Promise<Result> {
    let step = script.next();
    while (!step.done) {
      const { rows } = await client.query(prepared(step.value.sql, step.value.values));
      step = script.next(rows);
    }
    return step.value;
  }

  async function transaction<Result>(script: () => Script<Result>): Promise<Result> {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      const result = await run(client, script());
      await client.query('COMMIT');
      client.release();
      return result;
    } catch (error) {
      // What state the connection is in is unknown: a new one costs less than finding out.
      client.release(true);
      throw error;
    }
  }

  async function guarded<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      await ready();
      for (let tries = 1; ; tries++)
        try {
          return await work();
        } catch (error) {
          if (!isPassing(error) || tries === mostTries) throw error;
        }
    } catch (error) {
      throw describeFailure(error);
    }
  }

  return {
    read: <Row>(sql: string, ...values: Value[]) =>
      guarded(async () => (await pool.query(prepared(sql, values))).rows as Row[]),
    write: (script, ...args) => guarded(() => transaction(() => script(...args))),
    async close() {
      await pool.end();
    },
  };
}

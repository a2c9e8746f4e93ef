import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { Engine, Query, Script, Value } from '../sql/engine.ts';
import { schemasFor } from '../sql/migrations.ts';
import type { OwnTables } from '../sql/own-tables.ts';
import { compact } from './compact.ts';
import { type Connection, createConnections } from './connections.ts';
import { describeFailure, isAboutStatement, isPassing, lostStatement } from './failure.ts';
import { migrate } from './migrate.ts';

/** Milliseconds: to connect, to wait for a free connection, for a statement on the server, and for its result here. */
const connectMs = 2_000;
const waitMs = 5_000;
const statementMs = 3_000;
const answerMs = 4_000;

/** The maximum of attempts for a transaction that conflicts with others. */
const maxTries = 5;

/** Set per transaction: behind a pooler the next one may belong to another process. */
const begin = `BEGIN; SET LOCAL statement_timeout = ${statementMs}`;
const beginUnsynced = `${begin}; SET LOCAL synchronous_commit = off`;

/**
 * A PostgreSQL server, or what speaks its protocol. It is reached at the first use, and again after it was away.
 * @param options.url postgres://user:password@host:port/database, also with several hosts, or that of a pooler
 * @param options.connections how many at a time; default 10
 * @param options.own tables of the app
 * @throws {DatabaseUrlError}
 */
export function createPostgresEngine(options: {
  url: string;
  connections?: number | undefined;
  own?: OwnTables | undefined;
}): Engine {
  const { url, connections: max = 10, own } = options;
  const schemas = schemasFor('postgres', own);
  const connections = createConnections({
    url,
    name: 'weapp-login',
    max,
    connectMs,
    waitMs,
    answerMs,
  });

  let migrated: Promise<void> | undefined;
  function ready(): Promise<void> {
    migrated ??= migrate(connections, schemas).catch((error: unknown) => {
      migrated = undefined;
      throw error;
    });
    return migrated;
  }

  let statementsAreKept = true;
  const names = new Map<string, string>();
  /** A named statement is parsed once per connection. */
  function statement(
    { keepsStatements }: Connection,
    text: string,
    values: readonly Value[],
  ): pg.QueryConfig {
    const config = { text, values: [...values] };
    return keepsStatements && statementsAreKept ? { ...config, name: nameOf(text) } : config;
  }
  /** A hash of the text, so that an undetected pooler can't have another statement under this name. */
  function nameOf(text: string): string {
    const name = names.get(text) ?? createHash('sha256').update(text).digest('hex').slice(0, 32);
    names.set(text, name);
    return name;
  }

  const send = (connection: Connection, { sql, values }: Query) =>
    connection.client.query(statement(connection, sql, values));

  /** Each step is a round trip; BEGIN travels with the first, and COMMIT with one that is known to be the last. */
  async function runTransaction<Result>(
    connection: Connection,
    { begin, script }: { begin: string; script: Script<Result> },
  ): Promise<Result> {
    const { client } = connection;
    const unanswered: Promise<pg.QueryResult | pg.QueryResult[]>[] = [client.query(begin)];
    let isCommitted = false;
    let step = script.next();
    while (!step.done) {
      const { queries, last = false } = step.value;
      unanswered.push(...queries.map((query) => send(connection, query)));
      if (last) unanswered.push(client.query('COMMIT'));
      isCommitted = last;
      const answers = await allAnswers(unanswered.splice(0));
      const rows = answers.slice(0, last ? -1 : undefined).slice(-queries.length);
      step = script.next(queries.length > 0 ? rows.map((answer) => answer.rows) : []);
    }
    if (!isCommitted) await allAnswers([...unanswered, client.query('COMMIT')]);
    return step.value;
  }

  const transaction = async <Result>(begin: string, script: () => Script<Result>) => {
    const outcome = await connections.use(async (connection) => {
      try {
        return { result: await runTransaction(connection, { begin, script: script() }) };
      } catch (error) {
        if (!isAboutStatement(error)) throw error;
        // The connection is as good as before.
        await connection.client.query('ROLLBACK');
        return { error };
      }
    });
    if ('error' in outcome) throw outcome.error;
    return outcome.result;
  };

  async function guarded<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      await ready();
      for (let tries = 1; ; tries++)
        try {
          return await work();
        } catch (error) {
          const lost = lostStatement(error);
          if (lost) statementsAreKept = false;
          if (!(lost || isPassing(error)) || tries === maxTries) throw error;
        }
    } catch (error) {
      throw describeFailure(error);
    }
  }

  return {
    read: <Row>(sql: string, ...values: Value[]) =>
      guarded(() =>
        connections.use(async (connection) => {
          const { rows } = await connection.client.query(statement(connection, sql, values));
          return rows as Row[];
        }),
      ),
    write: (script, ...args) => guarded(() => transaction(begin, () => script(...args))),
    writeUnsynced: (script, ...args) =>
      guarded(() => transaction(beginUnsynced, () => script(...args))),
    isRemote: true,
    compact: (options) =>
      guarded(() => connections.use(({ client }) => compact(client, { whole: false, ...options }))),
    close: connections.end,
  };
}

/**
 * Waits for all answers of queries that were sent together.
 * @throws the first error; those after it only say that the transaction has failed
 */
async function allAnswers(
  sent: readonly Promise<pg.QueryResult | pg.QueryResult[]>[],
): Promise<pg.QueryResult[]> {
  const settled = await Promise.allSettled(sent);
  return settled.map((each) => {
    if (each.status === 'rejected') throw each.reason;
    return each.value as pg.QueryResult;
  });
}

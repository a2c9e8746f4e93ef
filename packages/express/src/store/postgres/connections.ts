import type pg from 'pg';
import { loadPeer } from '../../peers/load-peer.ts';
import { cancelQuery } from './cancel-query.ts';
import { readDatabaseUrl } from './database-url.ts';
import { isAnswer } from './failure.ts';

/** A connection in use. */
export interface Connection {
  client: pg.PoolClient;
  /**
   * Named statements stay on the server. Behind a pooler the next transaction may use
   * another server connection, which lacks them.
   */
  keepsStatements: boolean;
}

export interface Connections {
  /** Runs `work` on its own connection. After a failure the connection is closed, because its state is unknown. */
  use<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result>;
  /** The pool, for a library that needs one. */
  pool: pg.Pool;
  end(): Promise<void>;
}

/** read_only_sql_transaction: the primary has become a standby. */
const readOnly = '25006';

/** No server in the list is writable, for instance because a failover has not promoted one yet. */
class OnlyReadOnly extends Error {
  readonly code = readOnly;
}

/** pg closes a connection on which an answer does not come in time; the server does not notice. */
const isTimeout = (error: unknown) => (error as Error).message === 'Query read timeout';

/** Returns how values are read. int8: all values here fit into a JavaScript number. */
const typesOf = ({ builtins, getTypeParser }: typeof pg.types): pg.CustomTypesConfig => ({
  getTypeParser: (oid, format) => (oid === builtins.INT8 ? Number : getTypeParser(oid, format)),
});

/**
 * Connects to a PostgreSQL server or a pooler. Of several servers, the first writable one is
 * used, and after a failure the next.
 *
 * A pooler such as PgBouncer refuses unknown startup parameters and gives each transaction any free server
 * connection. So nothing is set per connection: each transaction sets what it needs.
 * @param options.max the maximum of connections
 * @param options.connectMs milliseconds to connect to a server
 * @param options.waitMs milliseconds to wait for a free connection
 * @param options.answerMs milliseconds to wait for the result of a statement before it is cancelled
 * @throws {DatabaseUrlError}
 * @throws {MissingPeer} where `pg` is not installed
 */
export function createConnections(options: {
  url: string;
  name: string;
  max: number;
  connectMs: number;
  waitMs: number;
  answerMs: number;
}): Connections {
  const { url, name, max, connectMs, waitMs, answerMs } = options;
  const { Client, Pool, types } = loadPeer('pg');
  const servers = readDatabaseUrl(url);
  const serverOf = new WeakMap<object, number>();
  const pooled = new WeakSet<object>();
  const broken = new WeakSet<object>();
  let current = 0;

  function failed(server: number): void {
    if (server === current) current = (server + 1) % servers.length;
  }

  function createClient(settings: pg.ClientConfig): pg.Client {
    const server = current;
    const client = new Client({
      ...settings,
      // What is sent without waiting for an answer shares a round trip.
      pipeline: true,
      connectionString: servers[server],
      connectionTimeoutMillis: connectMs,
    });
    serverOf.set(client, server);
    const connect = client.connect.bind(client);
    client.connect = ((done: (error?: Error) => void) =>
      connect((error?: Error) => {
        if (error) failed(server);
        done(error);
      })) as typeof client.connect;
    // A broken idle connection is not a failure: the next query opens another.
    for (const event of ['error', 'end'] as const)
      client.on(event, () => {
        broken.add(client);
      });
    return client;
  }

  async function examine(client: pg.ClientBase): Promise<void> {
    const { rows } = await client.query<{ pid: number; read_only: string }>(
      `SELECT pg_backend_pid() AS pid, current_setting('transaction_read_only') AS read_only`,
    );
    if (servers.length > 1 && rows[0]?.read_only === 'on') {
      failed(serverOf.get(client) ?? current);
      throw new OnlyReadOnly('none of the servers is writable');
    }
    // A pooler invents the parameters at the start of a connection.
    const { processID } = client as unknown as { processID: number };
    if (rows[0]?.pid !== processID) pooled.add(client);
  }

  const pool = new Pool({
    Client: createClient as unknown as new () => pg.Client,
    onConnect: examine,
    application_name: name,
    max,
    connectionTimeoutMillis: waitMs,
    query_timeout: answerMs,
    keepAlive: true,
    types: typesOf(types),
  } as pg.PoolConfig);
  pool.on('error', () => undefined);

  async function acquire(): Promise<pg.PoolClient> {
    for (let tries = 1; ; tries++) {
      const asked = current;
      try {
        const client = await pool.connect();
        if (serverOf.get(client) === current) return client;
        // The connection leads to a server that has since failed.
        client.release(true);
      } catch (error) {
        // If the server is still the same, no connection was free in time.
        if (current === asked || tries >= servers.length) throw error;
      }
    }
  }

  return {
    async use(work) {
      const client = await acquire();
      try {
        const result = await work({ client, keepsStatements: !pooled.has(client) });
        client.release();
        return result;
      } catch (error) {
        if (isAnswer(error)) {
          if (servers.length > 1 && error.code === readOnly)
            failed(serverOf.get(client) ?? current);
          client.release(true);
        } else {
          // No answer came. The connection counts until the server is done with it, so that no more are opened instead.
          const isGone = broken.has(client) && !isTimeout(error);
          const cancelled = isGone ? Promise.resolve() : cancelQuery(client);
          void cancelled.then(() => client.release(true));
        }
        throw error;
      }
    },
    pool,
    end: () => pool.end(),
  };
}

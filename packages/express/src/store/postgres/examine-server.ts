import { loadPeer } from '../../peers/load-peer.ts';
import { readDatabaseUrl } from './database-url.ts';
import { describeFailure } from './failure.ts';

/** A finding about the server for the operator. */
export interface ServerWarning {
  says: string;
  fix: string;
  /** The server can't work this way and refuses to start. */
  impossible?: true;
}

interface Facts {
  synchronous_commit: string;
  synchronous_standby_names: string;
  fsync: string;
  full_page_writes: string;
  max_connections: number;
  reserved: number;
  role_limit: number;
  database_limit: number;
  in_recovery: boolean;
  pid: number;
}

const question = `SELECT current_setting('synchronous_commit') AS synchronous_commit,
  current_setting('synchronous_standby_names') AS synchronous_standby_names,
  current_setting('fsync') AS fsync,
  current_setting('full_page_writes') AS full_page_writes,
  current_setting('max_connections')::integer AS max_connections,
  current_setting('superuser_reserved_connections')::integer
    + coalesce(current_setting('reserved_connections', true)::integer, 0) AS reserved,
  (SELECT rolconnlimit FROM pg_roles WHERE rolname = current_user) AS role_limit,
  (SELECT datconnlimit FROM pg_database WHERE datname = current_database()) AS database_limit,
  pg_is_in_recovery() AS in_recovery,
  pg_backend_pid() AS pid`;

/**
 * Checks whether a PostgreSQL server's commits are durable, and whether the connections fit.
 * @param options.connections DATABASE_CONNECTIONS, the total of all processes on this machine
 * @throws {StoreUnavailable} if the server is unreachable
 */
export async function examineServer(options: {
  url: string;
  connections: number;
}): Promise<ServerWarning[]> {
  const found = await ask(options.url);
  return [...durability(found.facts), ...room(found, options.connections)];
}

async function ask(url: string): Promise<{ facts: Facts; pooled: boolean }> {
  let failure: unknown;
  let standby: { facts: Facts; pooled: boolean } | undefined;
  for (const connectionString of readDatabaseUrl(url)) {
    const client = new (loadPeer('pg').Client)({
      connectionString,
      application_name: 'weapp-login start',
      connectionTimeoutMillis: 2_000,
      query_timeout: 4_000,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      const { rows } = await client.query<Facts>(question);
      const [facts] = rows;
      if (!facts) throw new Error('no row');
      const { processID } = client as unknown as { processID: number };
      const found = { facts, pooled: facts.pid !== processID };
      if (!facts.in_recovery) return found;
      standby = found;
    } catch (error) {
      failure = error;
    } finally {
      await client.end().catch(() => undefined);
    }
  }
  if (standby) return standby;
  throw describeFailure(failure);
}

function durability(facts: Facts): ServerWarning[] {
  const { synchronous_commit: commit, synchronous_standby_names: standbys } = facts;
  const warnings: ServerWarning[] = [];
  const lost = 'logins and logouts that were acknowledged are lost';
  if (commit === 'off')
    warnings.push({
      says: `synchronous_commit is off: ${lost} when PostgreSQL crashes`,
      fix: 'set synchronous_commit = on, at least for the role: ALTER ROLE … SET synchronous_commit = on',
    });
  if (commit === 'local' && standbys !== '')
    warnings.push({
      says: `synchronous_commit is local although there are synchronous standbys: ${lost} at a failover`,
      fix: 'set synchronous_commit = on, at least for the role: ALTER ROLE … SET synchronous_commit = on',
    });
  if (facts.fsync === 'off')
    warnings.push({
      says: `fsync is off: ${lost}, or the database is corrupt, after a power failure`,
      fix: 'set fsync = on in postgresql.conf',
    });
  if (facts.full_page_writes === 'off')
    warnings.push({
      says: 'full_page_writes is off: the database may be corrupt after a power failure',
      fix: 'set full_page_writes = on, unless the file system never tears a page (ZFS)',
    });
  return warnings;
}

/** Behind a pooler, the pooler manages the server's connections. */
function room(
  { facts, pooled }: { facts: Facts; pooled: boolean },
  wanted: number,
): ServerWarning[] {
  if (pooled) return [];
  const { max_connections: most, reserved, role_limit, database_limit } = facts;
  const limits = [
    { left: most - reserved, name: `max_connections ${most} less ${reserved} reserved` },
    { left: role_limit, name: `the connection limit ${role_limit} of the role` },
    { left: database_limit, name: `the connection limit ${database_limit} of the database` },
  ].filter(({ left }) => left >= 0);
  const tightest = limits.reduce((a, b) => (b.left < a.left ? b : a));
  if (wanted > tightest.left)
    return [
      {
        says: `DATABASE_CONNECTIONS is ${wanted}, and PostgreSQL allows ${tightest.left} (${tightest.name})`,
        fix: 'lower DATABASE_CONNECTIONS or raise the limit',
        impossible: true,
      },
    ];
  // A deployment starts new processes while the old ones still run.
  if (wanted * 2 > tightest.left)
    return [
      {
        says: `DATABASE_CONNECTIONS ${wanted} is more than half of what PostgreSQL allows (${tightest.left}), so two deployments beside each other don't fit`,
        fix: 'lower DATABASE_CONNECTIONS, raise max_connections, or put a pooler before PostgreSQL',
      },
    ];
  return [];
}

import { createSqlStore, type SqlStore, type SqlStoreOptions } from '../sql/create-sql-store.ts';
import { createPostgresEngine } from './postgres-engine.ts';

/**
 * Returns a store in PostgreSQL, which any number of processes may share. It connects at the first use.
 * @param options.url postgres://user:password@host:port/database, also with several hosts, or that of a pooler
 * @param options.connections how many at a time; default 10
 * @throws {DatabaseUrlError}
 * @throws {MissingPeer} where `pg` is not installed
 */
export function openPostgresStore(
  options: SqlStoreOptions & { url: string; connections?: number },
): SqlStore {
  const { url, connections, own } = options;
  // No cache of sessions: there is no cheap way to tell that another process has changed something.
  return createSqlStore(createPostgresEngine({ url, connections, own }), options);
}

import { createPostgresEngine } from '../postgres/postgres-engine.ts';
import { createSqlStore } from '../sql/create-sql-store.ts';
import { cacheSessions } from '../sqlite/cache-sessions.ts';
import { createSqliteEngine } from '../sqlite/sqlite-engine.ts';
import type { Store } from '../store.ts';

/**
 * The location of the database: a file (`:memory:` for none), or the postgres:// URL of a PostgreSQL server, with the number of
 * connections (default 10).
 */
export type StoreLocation = { file: string } | { url: string; connections?: number };

/**
 * Opens a store. Its database is first accessed on first use.
 * @param watch wraps the operations that reach the database; cache hits don't
 */
export function openStore(
  location: StoreLocation,
  watch: (store: Store) => Store = (store) => store,
): Store {
  // PostgreSQL has no cheap way to detect changes by other processes.
  if ('url' in location) return watch(createSqlStore(createPostgresEngine(location)));
  const engine = createSqliteEngine(location);
  return cacheSessions(watch(createSqlStore(engine)), engine.freshness);
}

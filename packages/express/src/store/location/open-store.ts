import { createPostgresEngine } from '../postgres/postgres-engine.ts';
import { createSqlStore } from '../sql/create-sql-store.ts';
import { cacheSessions } from '../sqlite/cache-sessions.ts';
import { createSqliteEngine } from '../sqlite/sqlite-engine.ts';
import type { Store } from '../store.ts';

/**
 * Where the store keeps its records: a file (`:memory:` for none), or a PostgreSQL server by its postgres:// URL, with so
 * many connections at a time (default 10).
 */
export type StoreLocation = { file: string } | { url: string; connections?: number };

/**
 * A store. It reaches for its database at the first use, not before.
 * @param watch what to put around the operations that reach the database; what is remembered doesn't
 */
export function openStore(
  location: StoreLocation,
  watch: (store: Store) => Store = (store) => store,
): Store {
  // PostgreSQL has no cheap way to tell that another process has changed something.
  if ('url' in location) return watch(createSqlStore(createPostgresEngine(location)));
  const engine = createSqliteEngine(location);
  return cacheSessions(watch(createSqlStore(engine)), engine.freshness);
}

import { openPostgresStore } from '../postgres/open-postgres-store.ts';
import type { SqlStore, SqlStoreOptions } from '../sql/create-sql-store.ts';
import { openSqliteStore } from '../sqlite/open-sqlite-store.ts';

/**
 * The location of the database: a file (`:memory:` for none), or the postgres:// URL of a PostgreSQL server, with the number of
 * connections (default 10).
 */
export type StoreLocation = { file: string } | { url: string; connections?: number };

/** Returns the store of a location. It reaches for its database at the first use, not before. */
export const openStore = (location: StoreLocation, options: SqlStoreOptions = {}): SqlStore =>
  'url' in location
    ? openPostgresStore({ ...location, ...options })
    : openSqliteStore({ ...location, ...options });

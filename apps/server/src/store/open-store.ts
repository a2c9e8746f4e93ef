import { createStore } from './create-store.ts';
import { createPostgresEngine } from './postgres/postgres-engine.ts';
import { createSqliteEngine } from './sqlite/sqlite-engine.ts';
import type { Store } from './store.ts';

/** Where the store keeps its records: a file (`:memory:` for none), or a PostgreSQL server by its postgres:// URL. */
export type StoreLocation = { file: string } | { url: string };

/** A store. It reaches for its database at the first use, not before. */
export const openStore = (location: StoreLocation): Store =>
  createStore('url' in location ? createPostgresEngine(location) : createSqliteEngine(location));

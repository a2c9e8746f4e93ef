// `@weapp-login/express/store`: a store to open, an engine to write for another database, and a place for an app's tables.
export { openStore, type StoreLocation } from './store/location/open-store.ts';
export { openPostgresStore } from './store/postgres/open-postgres-store.ts';
export {
  createSqlStore,
  type SqlStore,
  type SqlStoreOptions,
} from './store/sql/create-sql-store.ts';
export type { Engine, Query, Script, Transaction, Value } from './store/sql/engine.ts';
export {
  type AppliedStep,
  EditedMigration,
  NewerSchema,
  pendingSteps,
  type Schema,
  schemasFor,
} from './store/sql/migrations.ts';
export { type Migration, type OwnTables, ownTables, sql } from './store/sql/own-tables.ts';
export { openSqliteStore } from './store/sqlite/open-sqlite-store.ts';
export type {
  AccountKey,
  ListedSession,
  LoginAttempt,
  LoginRecord,
  Profile,
  SealedSessionKey,
  SessionPosition,
  Store,
  StoredSession,
  StoredUser,
} from './store/store.ts';
export { StoreUnavailable } from './store/store-unavailable.ts';

import type { Store } from '../store.ts';
import { createAttempts } from './attempts.ts';
import { createConsentChanges } from './consent-changes.ts';
import { createDeletion } from './delete-user.ts';
import type { Engine, Query } from './engine.ts';
import { createErasures } from './erasures.ts';
import { createExport } from './export-user.ts';
import { checkWritable, sweep } from './maintenance.ts';
import { createMoves } from './moves.ts';
import { type OwnTables, writeOwn } from './own-tables.ts';
import { createPictures } from './pictures.ts';
import { createProfiles } from './profiles.ts';
import { createLogins } from './record-login.ts';
import { createSessionKeys } from './session-keys.ts';
import { createSessions } from './sessions.ts';

/** A store in an SQL database, which can keep tables of the app too. */
export interface SqlStore extends Store {
  /** Runs a statement that changes nothing, and resolves with its rows. */
  readOwn<Row>(query: Query): Promise<Row[]>;
  /**
   * Runs statements as one transaction, and resolves with the rows that each returns, once they are durable. The
   * transaction may run more than once.
   */
  writeOwn(...queries: Query[]): Promise<unknown[][]>;
}

export interface SqlStoreOptions {
  /** Tables of the app. */
  own?: OwnTables | undefined;
  /** What to put around the operations that reach the database. Sessions that are remembered don't. */
  observe?: <Observed extends Store>(store: Observed) => Observed;
}

/**
 * Returns the store over a database. The SQL is the same for each; what differs between databases is in their engines.
 * @param options.own the app's tables; migrating them is the engine's
 */
export function createSqlStore(engine: Engine, options: SqlStoreOptions = {}): SqlStore {
  const { own = {}, observe = (store) => store } = options;
  const { onDelete = [], onJoin = [], onExport = {} }: Partial<OwnTables> = own;
  return observe({
    ...createLogins(engine, own),
    ...createSessions(engine),
    ...createProfiles(engine),
    ...createPictures(engine),
    ...createDeletion(engine, onDelete),
    ...createMoves(engine, onJoin),
    ...createErasures(engine),
    ...createExport(engine, onExport),
    ...createConsentChanges(engine, onDelete),
    ...createAttempts(engine),
    ...createSessionKeys(engine),
    sweep: (options) => engine.write(sweep, options),
    readOwn: ({ sql, values }) => engine.read(sql, ...values),
    writeOwn: (...queries) => engine.write(writeOwn, queries),
    check: (now) => engine.write(checkWritable, now),
    close: engine.close,
  } satisfies SqlStore as SqlStore);
}

import { loadPeer } from '../../peers/load-peer.ts';
import { cacheSessions } from '../fast/cache-sessions.ts';
import { createSqlStore, type SqlStore, type SqlStoreOptions } from '../sql/create-sql-store.ts';
import { createSqliteEngine } from './sqlite-engine.ts';

/**
 * Returns a store in an SQLite file, which is opened at the first use and made if there is none. Processes of one machine
 * may share the file.
 * @param options.file `:memory:` for a store that ends with the process
 * @throws {MissingPeer} where `@photostructure/sqlite` is not installed
 */
export function openSqliteStore(options: SqlStoreOptions & { file: string }): SqlStore {
  const { file, own } = options;
  // At the first use its absence would look like an outage.
  loadPeer('@photostructure/sqlite');
  const engine = createSqliteEngine({ file, own });
  return cacheSessions(createSqlStore(engine, options), engine.freshness);
}

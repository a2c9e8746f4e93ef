import { createFilled } from '../../disk/durable-file.ts';
import { loadPeer } from '../../peers/load-peer.ts';
import { type DatabaseFacts, readDatabase } from './read-database.ts';

/**
 * Copies a database that may be in use to a new file, which is complete, checked and durable on return. Only the
 * server's user can read it.
 * @param options.to a path that doesn't exist yet
 * @throws EEXIST if it exists, or an SQLite error
 */
export async function backUp(options: { from: string; to: string }): Promise<DatabaseFacts> {
  const { from, to } = options;
  let facts: DatabaseFacts | undefined;
  await createFilled(to, {
    mode: 0o600,
    fill(temporary) {
      const { DatabaseSync } = loadPeer('@photostructure/sqlite');
      const db = new DatabaseSync(from, { readOnly: true });
      try {
        // https://sqlite.org/lang_vacuum.html#vacuuminto accepts an empty file; concurrent commits are not included.
        db.prepare('VACUUM INTO ?').run(temporary);
      } finally {
        db.close();
      }
      facts = readDatabase(temporary);
    },
  });
  return facts as DatabaseFacts;
}

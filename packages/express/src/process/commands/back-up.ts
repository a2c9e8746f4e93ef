import { DatabaseSync } from '@photostructure/sqlite';
import { createFilled } from '../../disk/durable-file.ts';
import { type DatabaseFacts, readDatabase } from './read-database.ts';

/**
 * Copies a database that may be in use to a file of its own, which is whole, checked and on the disk on return. Only the
 * server's own user can read it.
 * @param options.to where no file is yet
 * @throws EEXIST where there is one, or an error of SQLite
 */
export async function backUp(options: { from: string; to: string }): Promise<DatabaseFacts> {
  const { from, to } = options;
  let facts: DatabaseFacts | undefined;
  await createFilled(to, {
    mode: 0o600,
    fill(temporary) {
      const db = new DatabaseSync(from, { readOnly: true });
      try {
        // https://sqlite.org/lang_vacuum.html#vacuuminto takes an empty file; what is committed meanwhile is left out.
        db.prepare('VACUUM INTO ?').run(temporary);
      } finally {
        db.close();
      }
      facts = readDatabase(temporary);
    },
  });
  return facts as DatabaseFacts;
}

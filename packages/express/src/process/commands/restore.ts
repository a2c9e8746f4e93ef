import { existsSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { linkFile, makeFolder, renameFile, replaceFilled } from '../../disk/durable-file.ts';
import { isLocked, needsReopen } from '../../store/sqlite/failure.ts';
import { type DatabaseFacts, readDatabase } from './read-database.ts';

/** A server has the database open. */
export class DatabaseInUse extends Error {
  override readonly name = 'DatabaseInUse';
}

export interface Restored extends DatabaseFacts {
  /** Sessions of the backup, all of which are ended. */
  sessions: number;
  /** Where the database before is kept; undefined where there was none. */
  kept: string | undefined;
}

/**
 * Puts a backup in place of the database, and ends every session in it: those that were ended since the backup would be
 * open again. The database before stays beside it under another name. A crash leaves the one or the other, whole.
 * @param options.now milliseconds since 1970, for that name
 * @throws {DatabaseInUse}, and what readDatabase throws of the backup
 */
export async function restore(options: {
  from: string;
  to: string;
  now: number;
}): Promise<Restored> {
  const { from, to, now } = options;
  readDatabase(from);
  makeFolder(path.dirname(to));
  const exists = existsSync(to);
  if (exists) endLog(to);
  const kept = `${to}.before-${new Date(now).toISOString().replace(/[-:]|\.\d+/g, '')}`;
  let facts: Omit<Restored, 'kept'> | undefined;
  await replaceFilled(to, {
    mode: 0o600,
    copyOf: from,
    async fill(temporary) {
      facts = { ...endSessions(temporary), ...readDatabase(temporary) };
      if (exists) await linkFile(to, kept);
      // Of a database that could not be opened. SQLite would apply it to the file that takes its place.
      for (const suffix of ['-wal', '-shm']) await renameFile(to + suffix, kept + suffix);
    },
  });
  return { ...(facts as Omit<Restored, 'kept'>), kept: exists ? kept : undefined };
}

/** Brings what is in the log into the file itself, which no other connection may have open then. */
function endLog(file: string): void {
  const db = new DatabaseSync(file);
  try {
    db.exec('PRAGMA journal_mode = DELETE');
  } catch (error) {
    if (isLocked(error)) throw new DatabaseInUse(`${file} is in use: stop the server first`);
    // A damaged database is what backups are for.
    if (!needsReopen(error)) throw error;
  } finally {
    db.close();
  }
}

function endSessions(file: string): { sessions: number } {
  const db = new DatabaseSync(file);
  try {
    const { changes } = db.prepare('DELETE FROM sessions').run();
    db.exec('DELETE FROM login_attempts');
    return { sessions: Number(changes) };
  } finally {
    db.close();
  }
}

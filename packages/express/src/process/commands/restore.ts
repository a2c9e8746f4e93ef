import { existsSync } from 'node:fs';
import path from 'node:path';
import { linkFile, makeFolder, renameFile, replaceFilled } from '../../disk/durable-file.ts';
import { loadPeer } from '../../peers/load-peer.ts';
import { isLocked, needsReopen } from '../../store/sqlite/failure.ts';
import { type DatabaseFacts, readDatabase, tableOf } from './read-database.ts';

/** A server has the database open. */
class DatabaseInUse extends Error {
  override readonly name = 'DatabaseInUse';
}

export interface Restored extends DatabaseFacts {
  /** The number of sessions in the backup, all of which are ended. */
  sessions: number;
  /** The path of the replaced database; undefined if there was none. */
  kept: string | undefined;
}

/**
 * Replaces the database with a backup and ends every session in it: sessions ended since the backup would be
 * open again. The old database is kept beside it under another name. A crash leaves one or the other intact.
 * @param options.now milliseconds since 1970, used in that name
 * @throws {DatabaseInUse}, and readDatabase's errors about the backup
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
      const found = readDatabase(temporary);
      facts = { ...found, ...endSessions(temporary, found) };
      if (exists) await linkFile(to, kept);
      // The log of a database that could not be opened. SQLite would apply it to the new file.
      for (const suffix of ['-wal', '-shm']) await renameFile(to + suffix, kept + suffix);
    },
  });
  return { ...(facts as Omit<Restored, 'kept'>), kept: exists ? kept : undefined };
}

/** Moves the log's content into the file, which no other connection may have open. */
function endLog(file: string): void {
  const { DatabaseSync } = loadPeer('@photostructure/sqlite');
  const db = new DatabaseSync(file);
  try {
    db.exec('PRAGMA journal_mode = DELETE');
  } catch (error) {
    if (isLocked(error)) throw new DatabaseInUse(`${file} is in use; stop the server first`);
    // A damaged database is the reason for a restore.
    if (!needsReopen(error)) throw error;
  } finally {
    db.close();
  }
}

function endSessions(file: string, { schema }: DatabaseFacts): { sessions: number } {
  const { DatabaseSync } = loadPeer('@photostructure/sqlite');
  const db = new DatabaseSync(file);
  try {
    const { changes } = db.prepare(`DELETE FROM ${tableOf(schema, 'sessions')}`).run();
    db.exec(`DELETE FROM ${tableOf(schema, 'login_attempts')}`);
    return { sessions: Number(changes) };
  } finally {
    db.close();
  }
}

import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';

/** `--fresh` can't be done. */
export class FreshError extends Error {
  override readonly name = 'FreshError';
}

/**
 * Deletes the SQLite database of a server that is not running.
 * @param serverFolder what a relative DATA_DIR starts from; absolute
 * @returns what was done, a line to print
 * @throws {FreshError} with PostgreSQL, which others may use too
 */
export function deleteDatabase(
  serverFolder: string,
  { DATABASE_URL, DATA_DIR = 'data' }: NodeJS.ProcessEnv,
): string {
  if (DATABASE_URL)
    throw new FreshError(
      '--fresh deletes the SQLite database only, and DATABASE_URL is set: drop and create that database yourself',
    );
  const file = path.resolve(serverFolder, DATA_DIR || 'data', 'weapp-login.sqlite');
  if (!existsSync(file)) return `--fresh: there is no database at ${file}\n`;
  for (const suffix of ['-wal', '-shm', '']) rmSync(file + suffix, { force: true });
  return `--fresh: deleted ${file} with every user and session\n`;
}

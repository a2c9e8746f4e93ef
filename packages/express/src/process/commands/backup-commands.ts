import path from 'node:path';
import { databaseExists } from '../../store/location/database-exists.ts';
import type { Config } from '../settings/config.ts';
import { dataLocationsOf } from '../settings/data-locations.ts';
import { backUp } from './back-up.ts';
import { restore } from './restore.ts';

interface CommandOptions {
  config: Config;
  /** The base of a relative DATA_DIR; absolute. */
  serverFolder: string;
  /** Relative to the current folder, or absolute. */
  file: string;
}

/** The text to print, and whether the command succeeded. */
interface CommandResult {
  text: string;
  complete: boolean;
}

const guide = 'docs/guides/backup.md';

/** The command `backup`: copies the SQLite database, which may be in use, to a new file. Never creates a database. */
export const backupCommand = (options: CommandOptions): Promise<CommandResult> =>
  withDatabaseFile(options, async (database) => {
    if (!(await databaseExists({ file: database })))
      throw new Error(`No database at ${database}; use the server's DATA_DIR.`);
    const to = path.resolve(options.file);
    const { schema, users } = await backUp({ from: database, to }).catch(explainFile(to));
    return `Backed up ${database} to ${to}: ${users} users, schema ${schema}, integrity checked.\nPictures are not in it: ${guide}`;
  });

/**
 * The command `restore`: replaces the SQLite database of a stopped server with a backup.
 * @param options.now milliseconds since 1970
 */
export const restoreCommand = (options: CommandOptions & { now: number }): Promise<CommandResult> =>
  withDatabaseFile(options, async (database) => {
    const from = path.resolve(options.file);
    if (!(await databaseExists({ file: from }))) throw new Error(`No backup at ${from}.`);
    const { users, schema, sessions, kept } = await restore({
      from,
      to: database,
      now: options.now,
    });
    return `Restored ${database} from ${from}: ${users} users, schema ${schema}; ended ${sessions} sessions.${kept ? `\nThe database before is ${kept}: delete it when it is not needed any more.` : ''}`;
  });

async function withDatabaseFile(
  { config, serverFolder }: CommandOptions,
  run: (database: string) => Promise<string>,
): Promise<CommandResult> {
  const { store } = dataLocationsOf(config, serverFolder);
  if ('url' in store)
    return {
      text: `DATABASE_URL is set: back up and restore PostgreSQL with pg_dump and pg_restore, see ${guide}`,
      complete: false,
    };
  try {
    return { text: await run(store.file), complete: true };
  } catch (error) {
    return { text: (error as Error).message, complete: false };
  }
}

const explainFile =
  (to: string) =>
  (error: NodeJS.ErrnoException): never => {
    if (error.code === 'EEXIST') throw new Error(`${to} exists; choose another file name.`);
    throw error;
  };

import { randomBytes } from 'node:crypto';
import { reencrypt } from '../../sealing/reencrypt.ts';
import { createSessionKeyRing } from '../../sealing/seal.ts';
import { databaseExists } from '../../store/location/database-exists.ts';
import { openStore, type StoreLocation } from '../../store/location/open-store.ts';
import type { Config } from '../settings/config.ts';
import { dataLocationsOf } from '../settings/data-locations.ts';

/** The location of the records, without the database password. */
function nameOf(location: StoreLocation): string {
  if ('file' in location) return location.file;
  const [, name = ''] = /^postgres(?:ql)?:\/\/(?:[^@]*@)?([^?]*)/.exec(location.url) ?? [];
  return `PostgreSQL at ${name}`;
}

/**
 * The command `reencrypt`: re-encrypts session_keys in an existing database. Never creates a database.
 * @param options.serverFolder the base of a relative DATA_DIR; absolute
 * @param options.onProgress receives the number done and the total
 * @returns the text to print, and whether every session_key is under the newest secret now
 */
export async function reencryptCommand(options: {
  config: Config;
  serverFolder: string;
  onProgress: (done: number, total: number) => void;
}): Promise<{ text: string; complete: boolean }> {
  const { config, serverFolder, onProgress } = options;
  const { store: location } = dataLocationsOf(config, serverFolder);
  const name = nameOf(location);
  const failed = (text: string) => ({ text, complete: false });
  const [newest, ...older] = config.sessionKeySecrets;
  if (newest === undefined)
    return failed('SESSION_KEY_SECRETS is not set: there is no secret to encrypt with.');

  try {
    if (!(await databaseExists(location)))
      return failed(`No database at ${name}: set DATA_DIR or DATABASE_URL as the server has it.`);
    const store = openStore(location);
    try {
      const sessionKeys = createSessionKeyRing({ secrets: [newest, ...older], randomBytes });
      const counts = await reencrypt({ store, sessionKeys, onProgress });
      return { text: summaryOf(counts, name), complete: counts.unreadable === 0 };
    } finally {
      await store.close();
    }
  } catch (error) {
    return failed(`${name}: ${(error as Error).message}`);
  }
}

function summaryOf(counts: Awaited<ReturnType<typeof reencrypt>>, name: string): string {
  const { all, older, unreadable } = counts;
  const done = older - unreadable;
  const summary = `Re-encrypted ${done} of ${all} session_keys in ${name}`;
  if (all === 0) return `${summary}: no one has logged in here. Is this the server's database?`;
  if (unreadable === 0) return `${summary}; all use the newest secret.`;
  return `${summary}; none of SESSION_KEY_SECRETS decrypts ${unreadable} of them. Keep the older secrets, or let those users log in again.`;
}

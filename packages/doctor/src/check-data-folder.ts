import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import {
  checkFolder,
  developmentSecretFile,
  isUsableSecret,
  networkFileSystem,
  networkWarning,
  readDevelopmentSecret,
} from '@weapp-login/express/diagnostics';
import { type CheckResult, failed, passed, warning } from './check-result.ts';

const check = 'data folder';

/**
 * Checks that the server can write to its data folder, that other users of this machine can't read it, and that the secret
 * file of a development server is intact.
 */
export async function checkDataFolder(options: {
  dataDir: string;
  production: boolean;
  /** Whether the SQLite database is in it. */
  holdsDatabase?: boolean;
  /** Returns the type of a folder's file system, as statfs(2) does. */
  typeOf?: (folder: string) => number;
}): Promise<CheckResult[]> {
  const { dataDir, production, holdsDatabase = false, typeOf } = options;
  const existing = nearestExisting(dataDir);
  // Tried with a file, because modes are not the only reason for a refusal.
  const failure = await checkFolder(existing).then(
    () => undefined,
    ({ code, message }: NodeJS.ErrnoException) => code ?? message,
  );
  if (failure)
    return [
      failed(
        check,
        `${existing} is not writable (${failure})`,
        'chown it to the user that runs the server, or set DATA_DIR to another folder',
      ),
    ];
  const network = holdsDatabase ? networkFileSystem(dataDir, typeOf) : undefined;
  if (network) return [warning(check, `${networkWarning.says} (${network})`, networkWarning.fix)];
  if (existing !== dataDir) return [passed(check, `${dataDir} will be created at the first start`)];

  const secret = production ? undefined : await readDevelopmentSecret(dataDir).catch(() => '');
  if (secret !== undefined && !isUsableSecret(secret))
    return [
      failed(
        check,
        `${developmentSecretFile(dataDir)} does not hold a secret`,
        'restore it from a backup, or delete it to get a new one: session_keys encrypted under the lost secret stay unreadable until each user logs in again',
      ),
    ];

  const readable = readableByOthers(dataDir);
  if (readable.length === 0) return [passed(check, dataDir)];
  return readable.map((file) =>
    (production ? failed : warning)(
      check,
      `every user of this machine can read ${file}`,
      `chmod o-rwx ${dataDir}`,
    ),
  );
}

function nearestExisting(folder: string): string {
  return existsSync(folder) ? folder : nearestExisting(path.dirname(folder));
}

/** Windows has no such modes, and reports none. */
const othersMayEnter = 0o001;
const othersMayRead = 0o004;

function readableByOthers(dataDir: string): string[] {
  if (!(statSync(dataDir).mode & othersMayEnter)) return [];
  return ['weapp-login.sqlite', 'session-key-secret']
    .map((name) => path.join(dataDir, name))
    .filter((file) => existsSync(file) && statSync(file).mode & othersMayRead);
}

import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import {
  isUsableSecret,
  ownSecretFile,
  readOwnSecret,
} from '@weapp-login/express/src/config/own-secret';
import { checkFolder } from '@weapp-login/express/src/durable-file';
import {
  networkFileSystem,
  networkWarning,
} from '@weapp-login/express/src/store/sqlite/network-file-system';
import { type Finding, fault, right, warning } from './finding.ts';

const about = 'data folder';

/**
 * Whether the server can write to its data folder, others on this machine can't read what is in there, and the secret of a
 * development server, if there is one, is whole.
 */
export async function examineDataFolder(options: {
  dataDir: string;
  production: boolean;
  /** Whether records are in a file in there. */
  holdsDatabase?: boolean;
  /** The type of a folder's file system, as of statfs(2). */
  typeOf?: (folder: string) => number;
}): Promise<Finding[]> {
  const { dataDir, production, holdsDatabase = false, typeOf } = options;
  const existing = nearestExisting(dataDir);
  // It is tried: what a mode says is not all that decides.
  const failure = await checkFolder(existing).then(
    () => undefined,
    ({ code, message }: NodeJS.ErrnoException) => code ?? message,
  );
  if (failure)
    return [
      fault(
        about,
        `${existing} is not writable (${failure})`,
        `give it to the user that the server runs as, or set DATA_DIR to another folder`,
      ),
    ];
  const network = holdsDatabase ? networkFileSystem(dataDir, typeOf) : undefined;
  if (network) return [warning(about, `${networkWarning.says} (${network})`, networkWarning.cure)];
  if (existing !== dataDir) return [right(about, `${dataDir} is made at the first start`)];

  const secret = production ? undefined : await readOwnSecret(dataDir).catch(() => '');
  if (secret !== undefined && !isUsableSecret(secret))
    return [
      fault(
        about,
        `${ownSecretFile(dataDir)} does not hold a secret`,
        'restore it from a backup, or delete it to get a new one: session_keys encrypted under the lost secret stay unreadable until each user logs in again',
      ),
    ];

  const readable = readableByOthers(dataDir);
  if (readable.length === 0) return [right(about, dataDir)];
  const verdict = production ? fault : warning;
  return readable.map((file) =>
    verdict(about, `every user of this machine can read ${file}`, `chmod o-rwx ${dataDir}`),
  );
}

function nearestExisting(folder: string): string {
  return existsSync(folder) ? folder : nearestExisting(path.dirname(folder));
}

/** Windows has no such modes, and shows none. */
const othersMayEnter = 0o001;
const othersMayRead = 0o004;

function readableByOthers(dataDir: string): string[] {
  if (!(statSync(dataDir).mode & othersMayEnter)) return [];
  return ['weapp-login.sqlite', 'session-key-secret']
    .map((name) => path.join(dataDir, name))
    .filter((file) => existsSync(file) && statSync(file).mode & othersMayRead);
}

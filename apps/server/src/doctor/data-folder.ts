import { randomBytes } from 'node:crypto';
import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Finding, fault, right, warning } from './finding.ts';

const about = 'data folder';

/** Whether the server can write to its data folder, and others on this machine can't read what is in there. */
export function examineDataFolder(options: { dataDir: string; production: boolean }): Finding[] {
  const { dataDir, production } = options;
  const existing = nearestExisting(dataDir);
  const failure = writeFailure(existing);
  if (failure)
    return [
      fault(
        about,
        `${existing} can not be written to (${failure})`,
        `give it to the user that the server runs as, or set DATA_DIR to another folder`,
      ),
    ];
  if (existing !== dataDir) return [right(about, `${dataDir} is made at the first start`)];

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

/** Tries it: what a mode says is not all that decides. */
function writeFailure(folder: string): string | undefined {
  const probe = path.join(folder, `.weapp-login-${randomBytes(6).toString('hex')}`);
  try {
    writeFileSync(probe, '', { flag: 'wx' });
    rmSync(probe);
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  }
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

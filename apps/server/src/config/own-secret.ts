import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The secret of a machine that nobody gave one, for development: made at the first start and kept in a file that only
 * its owner can read.
 */
export function ownSecret(folder: string, randomBytes: (size: number) => Buffer): string {
  const file = path.join(folder, 'session-key-secret');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // Written aside and linked into place, so that of several processes that start together none reads half a secret.
  const draft = `${file}-${randomBytes(6).toString('hex')}`;
  try {
    writeFileSync(draft, randomBytes(32).toString('base64'), { mode: 0o600 });
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(file, 'utf8');
}

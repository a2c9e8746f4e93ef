import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The secret of a machine that nobody gave one, for development: made at the first start and kept in a file that only
 * its owner can read.
 */
export function ownSecret(folder: string, randomBytes: (size: number) => Buffer): string {
  const file = path.join(folder, 'session-key-secret');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8');
}

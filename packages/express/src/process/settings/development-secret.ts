import path from 'node:path';
import {
  createFile,
  deleteLeftovers,
  makeFolder,
  openFile,
  syncFolder,
} from '../../disk/durable-file.ts';

/** 32 bytes in base64. */
const secretPattern = /^[A-Za-z\d+/]{42}[AEIMQUYcgkosw048]=$/;

/** A draft is written in milliseconds. */
const leftoverAgeMs = 60 * 60 * 1000;

/** The file of the secret, in the data folder. */
export const developmentSecretFile = (folder: string): string =>
  path.join(folder, 'session-key-secret');

/**
 * Returns the secret of a development server that has no SESSION_KEY_SECRETS. It is made at the first start and kept in a
 * file that only its owner can read; processes that start at the same time agree on one. It is on the disk when this
 * returns, since session_keys are sealed under it.
 * @param options.now milliseconds since 1970
 * @throws where the file has anything but such a secret, or can't be read or written, with what to do
 */
export async function developmentSecret(
  folder: string,
  { now, randomBytes }: { now: () => number; randomBytes: (size: number) => Buffer },
): Promise<string> {
  const file = developmentSecretFile(folder);
  try {
    makeFolder(folder);
    await deleteLeftovers(folder, { before: now() - leftoverAgeMs });
    const kept = await readDevelopmentSecret(folder);
    if (kept === undefined) {
      const secret = Buffer.from(randomBytes(32).toString('base64'));
      await createFile(file, { bytes: secret, mode: 0o600 });
    } else await syncFolder(folder);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Error(
      `cannot read or write ${file} (${code ?? message}): give it to the user that the server runs as, or set SESSION_KEY_SECRETS`,
    );
  }
  const secret = (await readDevelopmentSecret(folder)) ?? '';
  if (!isUsableSecret(secret))
    throw new Error(
      `${file} does not hold a secret: restore it from a backup, or delete it to get a new one; session_keys encrypted under the lost secret stay unreadable until each user logs in again`,
    );
  return secret;
}

/** The content of the file; undefined where there is none. */
export async function readDevelopmentSecret(folder: string): Promise<string | undefined> {
  const handle = await openFile(developmentSecretFile(folder));
  try {
    return await handle?.readFile('utf8');
  } finally {
    await handle?.close();
  }
}

/** Whether this is what {@link developmentSecret} makes: an empty or torn file is not. */
export const isUsableSecret = (text: string): boolean => secretPattern.test(text);

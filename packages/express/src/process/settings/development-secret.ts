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

/** Writing a draft takes milliseconds. */
const leftoverAgeMs = 60 * 60 * 1000;

/** The file of the secret, in the data folder. */
export const developmentSecretFile = (folder: string): string =>
  path.join(folder, 'session-key-secret');

/**
 * Returns the secret of a development server without SESSION_KEY_SECRETS. It is generated at the first start and stored in a
 * file that only its owner can read; processes that start together agree on one. It is durable when this
 * returns, because session_keys are encrypted with it.
 * @param options.now milliseconds since 1970
 * @throws if the file contains anything else or can't be read or written; the message names the fix
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

/** Returns the content of the file; undefined if it doesn't exist. */
export async function readDevelopmentSecret(folder: string): Promise<string | undefined> {
  const handle = await openFile(developmentSecretFile(folder));
  try {
    return await handle?.readFile('utf8');
  } finally {
    await handle?.close();
  }
}

/** Whether a text is a complete secret made by {@link developmentSecret}. */
export const isUsableSecret = (text: string): boolean => secretPattern.test(text);

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isUsableAuthority, type KeyPair, makeAuthority } from './certificates.ts';

/**
 * Returns a certificate authority of this machine's own. It is created on first use, kept in the folder, and replaced
 * before it expires.
 * @param options.now milliseconds since 1970
 * @returns the authority, and the file of its certificate for NODE_EXTRA_CA_CERTS
 */
export async function ownAuthority(options: {
  folder: string;
  now: () => number;
}): Promise<KeyPair & { certFile: string }> {
  const { folder, now } = options;
  const certFile = path.join(folder, 'fake-wechat-ca.pem');
  const keyFile = path.join(folder, 'fake-wechat-ca-key.pem');
  const kept = await Promise.all([read(certFile), read(keyFile)]);
  const [cert, key] = kept;
  if (cert !== undefined && key !== undefined && isUsableAuthority(cert, now()))
    return { cert, key, certFile };
  const made = await makeAuthority(now());
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(keyFile, made.key, { mode: 0o600 });
  await writeFile(certFile, made.cert);
  return { ...made, certFile };
}

const read = (file: string): Promise<string | undefined> =>
  readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });

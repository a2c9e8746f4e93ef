import { StoreUnavailable } from '../store/store-unavailable.ts';
import type { FileStore } from './file-store.ts';

const name = 'check.txt';

/** Writes a file, reads it, and deletes it, which is all that a server does to files. */
export async function checkFiles({ put, get, ...files }: Omit<FileStore, 'check'>): Promise<void> {
  const bytes = Buffer.from('weapp-login writes, reads and deletes this file to see that it can');
  await put(name, { bytes, contentType: 'text/plain' });
  const read = await get(name);
  await files.delete(name);
  if (!read || !bytes.equals(read)) throw new StoreUnavailable('files do not come back as written');
}

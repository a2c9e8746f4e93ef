import { buffer } from 'node:stream/consumers';
import { StoreUnavailable } from '../store/store-unavailable.ts';
import type { FileStore } from './file-store.ts';

const name = 'check.txt';

/** Writes, reads and deletes a file, which covers everything the server does with files. */
export async function checkFiles({
  put,
  read,
  ...files
}: Pick<FileStore, 'put' | 'read' | 'delete'>): Promise<void> {
  const bytes = Buffer.from('weapp-login writes, reads and deletes this file to see that it can');
  await put(name, { bytes, contentType: 'text/plain' });
  const file = await read(name);
  const found = file && (await buffer(file.stream).catch(() => undefined));
  await files.delete(name);
  if (!found?.equals(bytes)) throw new StoreUnavailable('files are not read back as written');
}

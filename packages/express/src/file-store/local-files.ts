import path from 'node:path';
import {
  deleteFile,
  deleteLeftovers,
  makeFolder,
  openFile,
  writeFile,
} from '../disk/durable-file.ts';
import { StoreUnavailable } from '../store/store-unavailable.ts';
import { checkFiles } from './check-files.ts';
import type { FileStore } from './file-store.ts';

/**
 * Stores files in a local folder, which is created when needed.
 * @param options.folder an absolute path
 */
export function createLocalFiles({ folder }: { folder: string }): FileStore {
  const fileOf = (name: string) => path.join(folder, name);
  let made = false;
  const files: Omit<FileStore, 'check'> = {
    put: (name, { bytes }) =>
      orUnavailable(async () => {
        const write = () => writeFile(fileOf(name), { bytes, mode: 0o640 });
        if (!made) makeFolder(folder);
        made = true;
        await write().catch((error: NodeJS.ErrnoException) => {
          // The folder was deleted.
          if (error.code !== 'ENOENT') throw error;
          makeFolder(folder);
          return write();
        });
      }),
    read: (name) =>
      orUnavailable(async () => {
        const handle = await openFile(fileOf(name));
        if (!handle) return undefined;
        try {
          const stats = await handle.stat();
          // A folder can be opened but not read.
          if (!stats.isFile()) throw Object.assign(new Error('not a file'), { code: 'EISDIR' });
          return { stream: handle.createReadStream(), size: stats.size };
        } catch (error) {
          await handle.close();
          throw error;
        }
      }),
    delete: (name) => orUnavailable(() => deleteFile(fileOf(name))),
    deleteLeftovers: (options) => orUnavailable(() => deleteLeftovers(folder, options)),
  };
  return { ...files, check: () => checkFiles(files) };
}

async function orUnavailable<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw new StoreUnavailable(`the file folder: ${(error as NodeJS.ErrnoException).code}`);
  }
}

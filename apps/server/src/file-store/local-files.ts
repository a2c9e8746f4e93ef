import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { StoreUnavailable } from '../store/store-unavailable.ts';
import { checkFiles } from './check-files.ts';
import type { FileStore } from './file-store.ts';

/**
 * Keeps files in a folder of this machine, which it makes when it needs it.
 * @param options.folder an absolute path
 */
export function createLocalFiles({ folder }: { folder: string }): FileStore {
  const files: Omit<FileStore, 'check'> = {
    put: (name, { bytes }) =>
      orUnavailable(async () => {
        await mkdir(folder, { recursive: true });
        // A name that is there stands for a whole file, also after a crash.
        const whole = path.join(folder, name);
        const part = `${whole}.part`;
        const file = await open(part, 'w', 0o640);
        try {
          await file.writeFile(bytes);
          await file.sync();
        } finally {
          await file.close();
        }
        await rename(part, whole);
      }),
    get: (name) =>
      orUnavailable(() =>
        readFile(path.join(folder, name)).catch((error: NodeJS.ErrnoException) => {
          if (error.code === 'ENOENT') return undefined;
          throw error;
        }),
      ),
    delete: (name) => orUnavailable(() => rm(path.join(folder, name), { force: true })),
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

import { randomBytes } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  fsyncSync,
  mkdirSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import { type FileHandle, link, open, opendir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';

// The one module of the server that writes files; what is new in SQLite's, SQLite writes. Each function returns when its effect
// survives a power cut. fsync(2) of a file brings its bytes to the disk and not its name: that takes an fsync of its folder,
// and for a new folder one of the folder above. Every function throws the error of the file system that stopped it.

interface Content {
  bytes: Uint8Array;
  /** As of chmod, such as 0o640. */
  mode: number;
}

const chunkBytes = 1024 * 1024;

/** What a crash leaves of a file that was being written: `<name>.<12 hex digits>.part`. */
const temporaryOf = (file: string) => `${file}.${randomBytes(6).toString('hex')}.part`;
const isTemporary = (name: string) => /\.[\da-f]{12}\.part$/.test(name);

/** Makes a folder, and those above it that are missing, for the server's own user alone. Blocks for as long as that takes. */
export function makeFolder(folder: string): void {
  const firstMade = mkdirSync(folder, { recursive: true, mode: 0o700 });
  let made = firstMade ?? folder;
  for (;;) {
    const parent = path.dirname(made);
    try {
      // Also where nothing was missing: another process, or one that crashed, may have made it and not synced it.
      fsyncFolderSync(parent);
    } catch (error) {
      const unreadable = (error as NodeJS.ErrnoException).code === 'EACCES';
      // Then the folder was made by somebody else, who had the right to.
      if (!unreadable || firstMade !== undefined) throw error;
    }
    const next = path.relative(made, folder).split(path.sep)[0];
    if (!next) return;
    made = path.join(made, next);
  }
}

interface Filling {
  /** As of chmod, such as 0o640. */
  mode: number;
  /** A file to begin with a copy of. Default: an empty one. */
  copyOf?: string;
  /** Gets the path of that file, and writes what it is to hold. */
  fill: (temporary: string, handle: FileHandle) => void | Promise<void>;
}

/** Writes a file, in place of the one of that name if there is one. Who reads meanwhile gets either, whole. */
export const writeFile = (file: string, content: Content): Promise<void> =>
  place(file, content, rename);

/** Writes a file unless one of that name is there. Where several do it at once, the file is that of one of them. */
export const createFile = (file: string, content: Content): Promise<void> =>
  place(file, content, async (temporary) => {
    try {
      await link(temporary, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    await rm(temporary);
  });

/** Makes a file with what another program or library writes into it. @throws EEXIST where one of that name is there */
export const createFilled = (file: string, filling: Filling): Promise<void> =>
  placeFilled(file, filling, async (temporary) => {
    await link(temporary, file);
    await rm(temporary);
  });

/** As {@link createFilled}, in place of the file of that name if there is one. */
export const replaceFilled = (file: string, filling: Filling): Promise<void> =>
  placeFilled(file, filling, rename);

/** Gives a file another name in the same folder. Does nothing where there is none. */
export async function renameFile(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  await syncFolder(path.dirname(to));
}

/** Gives a file a second name in the same folder. @throws EEXIST where a file of that name is there */
export async function linkFile(file: string, name: string): Promise<void> {
  await link(file, name);
  await syncFolder(path.dirname(name));
}

const place = (
  file: string,
  { bytes, mode }: Content,
  move: (temporary: string, file: string) => Promise<void>,
): Promise<void> => placeFilled(file, { mode, fill: (_, handle) => handle.writeFile(bytes) }, move);

async function placeFilled(
  file: string,
  { mode, copyOf, fill }: Filling,
  move: (temporary: string, file: string) => Promise<void>,
): Promise<void> {
  const temporary = temporaryOf(file);
  try {
    const handle = await open(temporary, 'wx', mode);
    try {
      if (copyOf !== undefined)
        for await (const chunk of createReadStream(copyOf)) await handle.writeFile(chunk);
      await fill(temporary, handle);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await move(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncFolder(path.dirname(file));
}

/** Deletes a file. Does nothing where there is none. */
export async function deleteFile(file: string): Promise<void> {
  await rm(file, { force: true });
  // Also where there was none: who deleted it may not have come to this.
  await syncFolder(path.dirname(file)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
}

/**
 * Writes a file's own bytes over themselves, and syncs them. After a failed fsync the kernel takes the pages in question
 * for clean: every process reads them, and nothing brings them to the disk any more. Written again, they are dirty. Blocks
 * for as long as that takes.
 */
export function rewriteInPlace(file: string): void {
  const descriptor = openSync(file, 'r+');
  try {
    const chunk = Buffer.allocUnsafe(chunkBytes);
    let position = 0;
    for (;;) {
      const length = readSync(descriptor, chunk, 0, chunkBytes, position);
      if (length === 0) break;
      for (let written = 0; written < length; )
        written += writeSync(descriptor, chunk, written, length - written, position + written);
      position += length;
    }
    if (position > 0) fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Opens a file for reading; undefined where there is none. */
export async function openFile(file: string): Promise<FileHandle | undefined> {
  try {
    return await open(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Deletes what crashes have left in a folder of files that were being written. It may have any number of other files: it
 * is read in pieces, between which the event loop turns.
 * @param options.before milliseconds since 1970; what was written to since may still be being written
 * @returns how many files it deleted
 */
export async function deleteLeftovers(
  folder: string,
  { before, signal }: { before: number; signal?: AbortSignal },
): Promise<number> {
  let deleted = 0;
  try {
    for await (const { name } of await opendir(folder, { bufferSize: 256 })) {
      if (signal?.aborted) break;
      const file = path.join(folder, name);
      if (!isTemporary(name) || (await stat(file)).mtimeMs >= before) continue;
      await rm(file, { force: true });
      deleted += 1;
    }
  } catch (error) {
    // The folder is not made yet, or another process deletes the same files.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  if (deleted > 0) await syncFolder(folder);
  return deleted;
}

/** Throws unless a file can be written in the folder. It leaves nothing there. */
export async function checkFolder(folder: string): Promise<void> {
  const file = temporaryOf(path.join(folder, 'check'));
  await createFile(file, { bytes: Buffer.from('x'), mode: 0o600 });
  await deleteFile(file);
}

/** Makes sure that the names in a folder are on the disk, whoever put them there. */
export async function syncFolder(folder: string): Promise<void> {
  if (noFolderSync) return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** As {@link syncFolder}; blocks for as long as that takes. */
export function fsyncFolderSync(folder: string): void {
  if (noFolderSync) return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Windows refuses to flush a folder: https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-flushfilebuffers */
const noFolderSync = process.platform === 'win32';

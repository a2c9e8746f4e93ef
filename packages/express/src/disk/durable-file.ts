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

// The only module of the server that writes files, except for SQLite's own. Each function returns once its effect
// survives a power cut. fsync(2) on a file makes its bytes durable but not its name: that needs an fsync of its folder,
// and for a new folder one of the parent folder. Every function throws the underlying file system error.

interface Content {
  bytes: Uint8Array;
  /** A file mode such as 0o640. */
  mode: number;
}

const chunkBytes = 1024 * 1024;

/** The temporary name of a file being written, which a crash leaves behind: `<name>.<12 hex digits>.part`. */
const temporaryOf = (file: string) => `${file}.${randomBytes(6).toString('hex')}.part`;
const isTemporary = (name: string) => /\.[\da-f]{12}\.part$/.test(name);

/** Creates a folder and its missing parents, accessible only to the server's user. Synchronous. */
export function makeFolder(folder: string): void {
  const firstMade = mkdirSync(folder, { recursive: true, mode: 0o700 });
  let made = firstMade ?? folder;
  for (;;) {
    const parent = path.dirname(made);
    try {
      // Even if nothing was missing: another process, or one that crashed, may have created it without syncing.
      fsyncFolderSync(parent);
    } catch (error) {
      const unreadable = (error as NodeJS.ErrnoException).code === 'EACCES';
      // Then another user created the folder.
      if (!unreadable || firstMade !== undefined) throw error;
    }
    const next = path.relative(made, folder).split(path.sep)[0];
    if (!next) return;
    made = path.join(made, next);
  }
}

interface Filling {
  /** A file mode such as 0o640. */
  mode: number;
  /** A file to copy first. Default: start empty. */
  copyOf?: string;
  /** Receives the path of the new file and writes its content. */
  fill: (temporary: string, handle: FileHandle) => void | Promise<void>;
}

/** Writes a file atomically, replacing any existing one. Concurrent readers get the old or the new content. */
export const writeFile = (file: string, content: Content): Promise<void> =>
  place(file, content, rename);

/** Writes a file unless it exists. If several callers do so concurrently, exactly one of them wins. */
export const createFile = (file: string, content: Content): Promise<void> =>
  place(file, content, async (temporary) => {
    try {
      await link(temporary, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    await rm(temporary);
  });

/** Creates a file whose content another program or library writes. @throws EEXIST if the file exists */
export const createFilled = (file: string, filling: Filling): Promise<void> =>
  placeFilled(file, filling, async (temporary) => {
    await link(temporary, file);
    await rm(temporary);
  });

/** Like {@link createFilled}, but replaces an existing file. */
export const replaceFilled = (file: string, filling: Filling): Promise<void> =>
  placeFilled(file, filling, rename);

/** Renames a file within its folder. Does nothing if it doesn't exist. */
export async function renameFile(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  await syncFolder(path.dirname(to));
}

/** Hard-links a file within its folder. @throws EEXIST if the new name exists */
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

/** Deletes a file. Does nothing if it doesn't exist. */
export async function deleteFile(file: string): Promise<void> {
  await rm(file, { force: true });
  // Even if it didn't exist: the process that deleted it may have crashed before the sync.
  await syncFolder(path.dirname(file)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
}

/**
 * Overwrites a file with its own bytes and syncs it. After a failed fsync the kernel treats the affected pages
 * as clean: every process can read them, but they are never written to the disk. Writing them again makes them dirty.
 * Synchronous.
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

/** Opens a file for reading. Returns undefined if it doesn't exist. */
export async function openFile(file: string): Promise<FileHandle | undefined> {
  try {
    return await open(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Deletes the temporary files that crashes have left in a folder. The folder may be arbitrarily large: it
 * is read in chunks, without blocking the event loop.
 * @param options.before milliseconds since 1970; files modified later may still be in use
 * @returns the number of deleted files
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
    // The folder doesn't exist yet, or another process deleted the file.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  if (deleted > 0) await syncFolder(folder);
  return deleted;
}

/** Throws unless the folder is writable. Leaves no file behind. */
export async function checkFolder(folder: string): Promise<void> {
  const file = temporaryOf(path.join(folder, 'check'));
  await createFile(file, { bytes: Buffer.from('x'), mode: 0o600 });
  await deleteFile(file);
}

/** Makes all names in a folder durable, including those that other processes created. */
export async function syncFolder(folder: string): Promise<void> {
  if (noFolderSync) return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Like {@link syncFolder}, but synchronous. */
export function fsyncFolderSync(folder: string): void {
  if (noFolderSync) return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Windows can't sync a folder: https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-flushfilebuffers */
const noFolderSync = process.platform === 'win32';

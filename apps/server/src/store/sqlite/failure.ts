import { StoreUnavailable } from '../store-unavailable.ts';

/** The primary result codes that are about the file and its disk, not about a statement. https://sqlite.org/rescode.html */
const aboutTheFile: Readonly<Record<number, { reopen: boolean }>> = {
  5: { reopen: false }, // SQLITE_BUSY
  6: { reopen: false }, // SQLITE_LOCKED
  7: { reopen: true }, // SQLITE_NOMEM
  8: { reopen: true }, // SQLITE_READONLY
  10: { reopen: true }, // SQLITE_IOERR
  11: { reopen: true }, // SQLITE_CORRUPT
  13: { reopen: false }, // SQLITE_FULL
  14: { reopen: true }, // SQLITE_CANTOPEN
  15: { reopen: true }, // SQLITE_PROTOCOL
  26: { reopen: true }, // SQLITE_NOTADB
};

const primaryCode = (error: unknown): number | undefined => {
  const { errcode } = error as { errcode?: unknown };
  return typeof errcode === 'number' ? errcode & 0xff : undefined;
};

/** Another connection holds the lock. */
export const isLocked = (error: unknown): boolean => primaryCode(error) === 5;

/** Whether a connection that met this error is not to be used again. */
export const spoilsConnection = (error: unknown): boolean =>
  aboutTheFile[primaryCode(error) ?? 0]?.reopen ?? false;

/** The error as callers of the store get it. */
export function describeFailure(error: unknown): unknown {
  const code = primaryCode(error);
  if (code !== undefined && aboutTheFile[code]) {
    const { sqliteCodeName, message } = error as Error & { sqliteCodeName?: string };
    return new StoreUnavailable(`SQLite: ${message} (${sqliteCodeName ?? code})`);
  }
  const { code: name, syscall } = error as NodeJS.ErrnoException;
  // Making the folder failed.
  if (syscall) return new StoreUnavailable(`SQLite: ${syscall} failed with ${name}`);
  return error;
}

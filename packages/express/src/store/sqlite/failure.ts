import { EditedMigration, NewerSchema, type Schema } from '../sql/migrations.ts';
import { StoreUnavailable } from '../store-unavailable.ts';

/** The primary result codes for file and disk errors, not statement errors. https://sqlite.org/rescode.html */
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

/** Whether another connection holds the lock. */
export const isLocked = (error: unknown): boolean => primaryCode(error) === 5;

/** Whether a connection must not be used again after this error. */
export const needsReopen = (error: unknown): boolean =>
  aboutTheFile[primaryCode(error) ?? 0]?.reopen ?? false;

/** A failure that can be cloned into another thread. */
export type Failure =
  | { kind: 'unavailable'; message: string; connectionLost: boolean }
  | { kind: 'newer-schema'; found: number; known: number; owner: Schema['owner'] }
  | { kind: 'edited-migration'; owner: Schema['owner']; version: number }
  | { kind: 'fault'; error: unknown };

export function failureOf(error: unknown): Failure {
  const code = primaryCode(error);
  if (code !== undefined && aboutTheFile[code]) {
    const { sqliteCodeName, message } = error as Error & { sqliteCodeName?: string };
    return {
      kind: 'unavailable',
      message: `SQLite: ${message} (${sqliteCodeName ?? code})`,
      connectionLost: needsReopen(error),
    };
  }
  const { code: name, syscall } = error as NodeJS.ErrnoException;
  // Creating the folder failed, or syncing the log.
  if (syscall)
    return {
      kind: 'unavailable',
      message: `SQLite: ${syscall} failed with ${name}`,
      connectionLost: true,
    };
  if (error instanceof NewerSchema)
    return {
      kind: 'newer-schema',
      found: error.found,
      known: error.known,
      owner: error.owner,
    };
  if (error instanceof EditedMigration)
    return { kind: 'edited-migration', owner: error.owner, version: error.version };
  return { kind: 'fault', error };
}

/** Converts a failure into the error that callers of the store get. */
export function errorOf(failure: Failure): unknown {
  if (failure.kind === 'unavailable') return new StoreUnavailable(failure.message);
  if (failure.kind === 'newer-schema')
    return new NewerSchema(failure.found, failure.known, failure.owner);
  if (failure.kind === 'edited-migration')
    return new EditedMigration(failure.owner, failure.version);
  return failure.error;
}

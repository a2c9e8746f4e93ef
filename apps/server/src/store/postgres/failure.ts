import pg from 'pg';
import { NewerSchema } from '../migrations.ts';
import { StoreUnavailable } from '../store-unavailable.ts';

/**
 * The classes of errors that are about a statement: its data, the table's constraints, its text. Every other is about
 * the server or the way to it. https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const aboutStatement = /^(22|23|42)/;
/** serialization_failure and deadlock_detected: the same transaction succeeds when it is run again. */
const passing = /^(40001|40P01)$/;

export const isPassing = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && passing.test(error.code ?? '');

/** The error as callers of the store get it. */
export function describeFailure(error: unknown): unknown {
  if (error instanceof pg.DatabaseError)
    return aboutStatement.test(error.code ?? '')
      ? error
      : new StoreUnavailable(`PostgreSQL: ${error.message} (${error.code})`);
  if (!(error instanceof Error) || error instanceof TypeError || error instanceof NewerSchema)
    return error;
  const { code, message } = error as NodeJS.ErrnoException;
  // One that tries several addresses has a code and no message.
  return new StoreUnavailable(`PostgreSQL: ${message || code}`);
}

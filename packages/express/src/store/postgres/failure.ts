import pg from 'pg';
import { NewerSchema } from '../sql/migrations.ts';
import { StoreUnavailable } from '../store-unavailable.ts';
import { hintFor, statementMode } from './failure-hints.ts';

/**
 * The classes of errors that are about a statement: its data, the table's constraints, its text. Every other is about
 * the server or the way to it, and so is 42501, a right that the role lacks.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const aboutStatement = /^(22|23|42(?!501))/;
/** serialization_failure and deadlock_detected: the same transaction succeeds when it is run again. */
const passing = /^(40001|40P01)$/;
/** invalid_sql_statement_name and duplicate_prepared_statement: a pooler has changed the server underneath. */
const lost = /^(26000|42P05)$/;

const codeOf = (error: unknown) => (error instanceof pg.DatabaseError ? (error.code ?? '') : '');

export const isPassing = (error: unknown): boolean => passing.test(codeOf(error));

/** Whether a prepared statement is not what this connection left. Nothing was done then. */
export const lostStatement = (error: unknown): boolean => lost.test(codeOf(error));

/** The error as callers of the store get it. */
export function describeFailure(error: unknown): unknown {
  if (error instanceof pg.DatabaseError)
    return aboutStatement.test(codeOf(error))
      ? error
      : new StoreUnavailable(
          `PostgreSQL: ${error.message} (${error.code})`,
          hintFor(error),
          statementMode.test(error.message),
        );
  if (!(error instanceof Error) || error instanceof TypeError || error instanceof NewerSchema)
    return error;
  const { code, message } = error as NodeJS.ErrnoException;
  // One that tries several addresses has a code and no message.
  return new StoreUnavailable(`PostgreSQL: ${message || code}`, hintFor(error));
}

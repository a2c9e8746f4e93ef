import type { DatabaseError } from 'pg';
import { loadPeer } from '../../peers/load-peer.ts';
import { EditedMigration, NewerSchema } from '../sql/migrations.ts';
import { StoreUnavailable } from '../store-unavailable.ts';
import { hintFor, statementMode } from './failure-hints.ts';

/**
 * Error classes about a statement: its data, constraints or syntax. All others are about
 * the server or the connection, as is 42501, a missing privilege.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const aboutStatement = /^(22|23|42(?!501))/;
/** serialization_failure and deadlock_detected: retrying the transaction succeeds. */
const passing = /^(40001|40P01)$/;
/** invalid_sql_statement_name and duplicate_prepared_statement: a pooler has switched the server connection. */
const lost = /^(26000|42P05)$/;

/** Whether PostgreSQL answered with this error, rather than that no answer came. */
export const isAnswer = (error: unknown): error is DatabaseError =>
  error instanceof loadPeer('pg').DatabaseError;

export const codeOf = (error: unknown): string => (isAnswer(error) ? (error.code ?? '') : '');

export const isPassing = (error: unknown): boolean => passing.test(codeOf(error));

/** Whether only the statement failed, so the connection is still usable. */
export const isAboutStatement = (error: unknown): boolean =>
  isPassing(error) || aboutStatement.test(codeOf(error));

/** Whether a prepared statement is missing or different. Nothing was executed then. */
export const lostStatement = (error: unknown): boolean => lost.test(codeOf(error));

/** Converts an error into the one that callers of the store get. */
export function describeFailure(error: unknown): unknown {
  if (isAnswer(error))
    return aboutStatement.test(codeOf(error))
      ? error
      : new StoreUnavailable(
          `PostgreSQL: ${error.message} (${error.code})`,
          hintFor(error),
          statementMode.test(error.message),
        );
  if (!(error instanceof Error) || error instanceof TypeError) return error;
  if (error instanceof NewerSchema || error instanceof EditedMigration) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  // An error after trying several addresses has a code but no message.
  return new StoreUnavailable(`PostgreSQL: ${message || code}`, hintFor(error));
}

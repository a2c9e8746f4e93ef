import { ProblemError } from 'weapp-login';
import type { SessionPosition } from '../store/store.ts';

/** Milliseconds since 1970, and a session's id. */
const form = /^(\d{1,15})\.([\w-]{1,64})$/;

/** Encodes the end of a page of sessions. It reveals nothing that is not on the page. */
export const writeCursor = ({ lastSeenAt, id }: SessionPosition): string =>
  Buffer.from(`${lastSeenAt}.${id}`).toString('base64url');

/**
 * Decodes a cursor of {@link writeCursor}.
 * @throws {ProblemError} `invalid-request`
 */
export function readCursor(cursor: string): SessionPosition {
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  const [, lastSeenAt, id] = form.exec(text) ?? [];
  if (
    lastSeenAt === undefined ||
    id === undefined ||
    Buffer.from(text).toString('base64url') !== cursor
  )
    throw new ProblemError('invalid-request', {
      errors: [
        { in: 'query', pointer: '/cursor', detail: 'must be nextCursor of an earlier page' },
      ],
    });
  return { lastSeenAt: Number(lastSeenAt), id };
}

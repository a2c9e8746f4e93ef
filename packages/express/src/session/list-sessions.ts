import type { SessionSummary, SessionsResponse } from 'weapp-login';
import type { Handler } from '../request/handler.ts';
import type { ListedSession, Store } from '../store/store.ts';
import { readCursor, writeCursor } from './cursor.ts';

/** More devices than most people have, and few enough to scroll. */
const pageSize = 20;

/** Lists the user's open sessions in all AppIDs, in pages. */
export const createListSessions =
  ({ store, now }: { store: Store; now: () => number }): Handler<'sessions'> =>
  async ({ caller, parameters: { query } }) => {
    const found = await store.listSessions(caller.user.id, {
      now: now(),
      ...(query.cursor !== undefined && { after: readCursor(query.cursor) }),
      // One more than shown, to know whether there is a next page.
      limit: pageSize + 1,
    });
    return toSessionsResponse(found, { most: pageSize, currentId: caller.session.id });
  };

/**
 * Returns a page of sessions as the contract shows one.
 * @param found one more than `most` where there is a next page
 */
export function toSessionsResponse(
  found: readonly ListedSession[],
  { most, currentId }: { most: number; currentId: string },
): SessionsResponse {
  const page = found.slice(0, most);
  const last = found.length > most && page.at(-1);
  return {
    sessions: page.map((session) => toSummary(session, currentId)),
    ...(last && { nextCursor: writeCursor(last) }),
  };
}

const toSummary = (session: ListedSession, currentId: string): SessionSummary => ({
  id: session.id,
  ...(session.device !== undefined && { device: session.device }),
  createdAt: new Date(session.createdAt).toISOString(),
  lastSeenAt: new Date(session.lastSeenAt).toISOString(),
  expiresAt: new Date(session.expiresAt).toISOString(),
  current: session.id === currentId,
});

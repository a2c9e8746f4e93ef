import type { SessionSummary } from '@weapp-login/shared';
import type { Handler } from '../http/handler.ts';
import type { ListedSession, Store } from '../store/store.ts';

/** The person's open sessions, in every AppID. */
export const createListSessions =
  ({ store, now }: { store: Store; now: () => number }): Handler<'sessions'> =>
  async ({ caller }) => {
    const sessions = await store.listSessions(caller.user.id, {
      now: now(),
      limit: Number.MAX_SAFE_INTEGER,
    });
    return { sessions: sessions.map((session) => present(session, caller.session.id)) };
  };

const present = (session: ListedSession, currentId: string): SessionSummary => ({
  id: session.id,
  ...(session.device !== undefined && { device: session.device }),
  createdAt: new Date(session.createdAt).toISOString(),
  lastSeenAt: new Date(session.lastSeenAt).toISOString(),
  expiresAt: new Date(session.expiresAt).toISOString(),
  current: session.id === currentId,
});

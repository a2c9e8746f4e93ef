import type { StoredSession, StoredUser } from '../store/store.ts';

/** The user who makes a request, and their session. */
export interface Caller {
  session: StoredSession;
  user: StoredUser;
}

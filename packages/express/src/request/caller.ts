import type { StoredSession, StoredUser } from '../store/store.ts';

/** Who makes a request, and by which session. */
export interface Caller {
  session: StoredSession;
  user: StoredUser;
}

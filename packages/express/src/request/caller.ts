import type { StoredSession, StoredUser } from '../store/store.ts';

/** Who makes a request, and by which session. It holds nothing that opens the session. */
export interface Caller {
  session: Omit<StoredSession, 'tokenHash'>;
  user: StoredUser;
}

import type { Handler } from '../request/handler.ts';
import type { Store } from '../store/store.ts';

/** Ends the session of the request. Repeating the request then returns session-required. */
export const createLogout =
  ({ store }: { store: Store }): Handler<'logout'> =>
  async ({ caller: { user, session } }) => {
    await store.deleteSessionsOf(user.id, session.id);
  };

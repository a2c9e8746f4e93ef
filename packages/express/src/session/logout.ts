import type { Handler } from '../request/handler.ts';
import type { Store } from '../store/store.ts';

/** Ends the session that the request came with. Once it has ended, the same request needs a session again. */
export const createLogout =
  ({ store }: { store: Store }): Handler<'logout'> =>
  async ({ caller }) => {
    await store.deleteSession(caller.session.tokenHash);
  };

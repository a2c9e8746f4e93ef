import type { Handler } from '../request/handler.ts';
import type { Store } from '../store/store.ts';

/** Ends one session of the person. Whether there was one is not told: twice is as good as once. */
export const createRevokeSession =
  ({ store }: { store: Store }): Handler<'revokeSession'> =>
  async ({ caller, parameters }) => {
    await store.deleteSessionsOf(caller.user.id, parameters.path.id);
  };

/** Ends every session of the person, in every AppID, the one that asks included. */
export const createRevokeSessions =
  ({ store }: { store: Store }): Handler<'revokeSessions'> =>
  async ({ caller }) => {
    await store.deleteSessionsOf(caller.user.id);
  };

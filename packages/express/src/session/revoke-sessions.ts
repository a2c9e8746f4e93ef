import type { Handler } from '../request/handler.ts';
import type { Store } from '../store/store.ts';

/** Ends one session of the user. Idempotent: the response doesn't say whether it existed. */
export const createRevokeSession =
  ({ store }: { store: Store }): Handler<'revokeSession'> =>
  async ({ caller, parameters }) => {
    await store.deleteSessionsOf(caller.user.id, parameters.path.id);
  };

/** Ends all of the user's sessions in all AppIDs, including the current one. */
export const createRevokeSessions =
  ({ store }: { store: Store }): Handler<'revokeSessions'> =>
  async ({ caller }) => {
    await store.deleteSessionsOf(caller.user.id);
  };

import type { Handler } from '../http/handler.ts';
import type { Store } from '../store/store.ts';
import { presentUser } from './present.ts';

/** Replaces the nickname. WeChat has checked what an input of the type nickname offers; any other text is as it came. */
export const createProfile =
  ({ store }: { store: Store }): Handler<'profile'> =>
  async ({ body: { nickname }, caller }) => {
    await store.updateProfile(caller.user.id, { nickname });
    return { user: presentUser({ ...caller.user, nickname }) };
  };

import type { Handler } from '../request/handler.ts';
import type { Store } from '../store/store.ts';
import { toUserResponse } from './me.ts';

/** Replaces the nickname, or deletes it where it is empty. WeChat has checked what an input of the type nickname offers; any other text is as it came. */
export const createProfile =
  ({ store }: { store: Store }): Handler<'profile'> =>
  async ({ body: { nickname }, caller, request }) => {
    await store.updateProfile(caller.user.id, { nickname });
    return { user: toUserResponse({ ...caller.user, nickname }, request.publicPath) };
  };

import type { Handler } from '../request/handler.ts';
import type { Store } from '../store/store.ts';
import { toUserResponse } from './me.ts';
import type { RemovePicture } from './remove-picture.ts';

/** Deletes the person's phone number. Does nothing where there is none. */
export const createDeletePhone =
  ({ store }: { store: Store }): Handler<'deletePhone'> =>
  async ({ caller: { user }, request }) => {
    await store.updateProfile(user.id, { phoneNumber: null });
    const { phoneNumber: _, ...left } = user;
    return { user: toUserResponse(left, request.publicPath) };
  };

/** Deletes the person's picture, and its file. Does nothing where there is none. */
export const createDeleteAvatar =
  (options: { store: Store; removePicture: RemovePicture }): Handler<'deleteAvatar'> =>
  async ({ caller: { user }, request }) => {
    const { store, removePicture } = options;
    const removed = await store.removeAvatar(user.id);
    if (removed !== undefined) await removePicture(removed, request);
    const { avatar: _, ...left } = user;
    return { user: toUserResponse(left, request.publicPath) };
  };

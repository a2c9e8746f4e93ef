import type { Handler } from '../request/handler.ts';
import type { Store } from '../store/store.ts';
import type { RemovePicture } from './remove-picture.ts';

/**
 * Deletes the person with everything that is kept of them, at once in every process. Someone who comes back is a new user.
 * https://developers.weixin.qq.com/miniprogram/product/ (5.12.4)
 */
export const createDeleteMe =
  (options: { store: Store; removePicture: RemovePicture }): Handler<'deleteMe'> =>
  async ({ caller, request }) => {
    const { store, removePicture } = options;
    const deleted = await store.deleteUser(caller.user.id);
    if (deleted?.avatar !== undefined) await removePicture(deleted.avatar, request);
  };

import type { FileStore } from '../file-store/file-store.ts';
import { createPictureName, type PictureContentType } from '../file-store/picture-types.ts';
import { uploadMs } from '../file-store/sweep-pictures.ts';
import type { Handler } from '../request/handler.ts';
import type { RequestContext } from '../request/request-context.ts';
import { SessionRequired } from '../session/authenticate.ts';
import type { Store } from '../store/store.ts';
import { StoreUnavailable } from '../store/store-unavailable.ts';
import { toUserResponse } from './me.ts';
import type { RemovePicture } from './remove-picture.ts';

/**
 * Replaces the picture. Whatever fails, the user's picture exists, and no unused file
 * stays forever: the store records the new file before it exists, and the old one until it is deleted. The sweep deletes
 * what is not deleted here.
 */
export function createAvatar(options: {
  store: Store;
  files: FileStore;
  removePicture: RemovePicture;
  now: () => number;
  randomBytes: (size: number) => Buffer;
}): Handler<'avatar'> {
  const { store, files, removePicture, now, randomBytes } = options;

  async function give(name: string, userId: string, request: RequestContext): Promise<void> {
    try {
      const outcome = await store.replaceAvatar(userId, name);
      if (!outcome) {
        // The person was deleted while the picture was on its way.
        if (!(await store.exportUser(userId)))
          throw new SessionRequired('The token belongs to no open session.');
        throw new StoreUnavailable('the user or the picture no longer exists');
      }
      if (outcome.replaced !== undefined) await removePicture(outcome.replaced, request);
    } catch (error) {
      // A failed write may have been applied: the store says whether the user has the picture.
      const unused = await store.giveUpPicture(name).catch(() => false);
      if (unused) await removePicture(name, request);
      throw error;
    }
  }

  return async ({ body, caller: { user }, request }) => {
    const contentType = body.avatar.type as PictureContentType;
    const avatar = createPictureName(contentType, randomBytes);
    await store.announcePicture(avatar, now() + uploadMs);
    // A failing file store may still store the file later: the sweep deletes it.
    await files.put(avatar, {
      bytes: new Uint8Array(await body.avatar.arrayBuffer()),
      contentType,
    });
    await give(avatar, user.id, request);
    return { user: toUserResponse({ ...user, avatar }, request.publicPath) };
  };
}

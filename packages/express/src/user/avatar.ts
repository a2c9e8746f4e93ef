import type { FileStore } from '../file-store/file-store.ts';
import { createPictureName, type PictureContentType } from '../file-store/picture-types.ts';
import { uploadMs } from '../file-store/sweep-pictures.ts';
import type { Handler } from '../request/handler.ts';
import type { RequestContext } from '../request/request-context.ts';
import type { Store } from '../store/store.ts';
import { StoreUnavailable } from '../store/store-unavailable.ts';
import type { RemovePicture } from './remove-picture.ts';
import { toUserResponse } from './user-response.ts';

/**
 * Replaces the picture. Whatever fails on the way, the user has a picture that is there, and no file stays for good that
 * nobody has: the store knows of the new file before it exists, and of the old one until it is deleted. What is not deleted
 * here is deleted by the sweep.
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
      if (!outcome) throw new StoreUnavailable('the user or the picture is gone');
      if (outcome.replaced !== undefined) await removePicture(outcome.replaced, request);
    } catch (error) {
      // What failed to be written may have been written all the same: the store says whether the user has it.
      const unused = await store.giveUpPicture(name).catch(() => false);
      if (unused) await removePicture(name, request);
      throw error;
    }
  }

  return async ({ body, caller: { user }, request }) => {
    const contentType = body.avatar.type as PictureContentType;
    const avatar = createPictureName(contentType, randomBytes);
    await store.announcePicture(avatar, now() + uploadMs);
    // A file store that fails here may still come to keep the file: it is left to the sweep.
    await files.put(avatar, {
      bytes: new Uint8Array(await body.avatar.arrayBuffer()),
      contentType,
    });
    await give(avatar, user.id, request);
    return { user: toUserResponse({ ...user, avatar }) };
  };
}

import type { Logger } from 'pino';
import type { FileStore } from '../file-store/file-store.ts';
import { createPictureName, type PictureContentType } from '../file-store/picture-types.ts';
import type { Handler } from '../http/handler.ts';
import type { Store } from '../store/store.ts';
import { presentUser } from './present.ts';

/**
 * Replaces the picture. Whatever fails on the way, the user has a picture that is there: the new file exists before it
 * is named, and the old one is deleted once it is not.
 */
export function createAvatar(options: {
  store: Store;
  files: FileStore;
  log: Logger;
  randomBytes: (size: number) => Buffer;
}): Handler<'avatar'> {
  const { store, files, log, randomBytes } = options;
  return async ({ body, caller: { user }, request }) => {
    const contentType = body.avatar.type as PictureContentType;
    const avatar = createPictureName(contentType, randomBytes);
    await files.put(avatar, {
      bytes: new Uint8Array(await body.avatar.arrayBuffer()),
      contentType,
    });
    await store.updateProfile(user.id, { avatar });
    if (user.avatar)
      await files.delete(user.avatar).catch(({ message: reason }: Error) => {
        log.warn({ requestId: request.id, reason }, 'an old picture stays in the file store');
      });
    return { user: presentUser({ ...user, avatar }) };
  };
}

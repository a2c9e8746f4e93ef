import type { FileStore } from '../file-store/file-store.ts';
import type { Log } from '../request/log.ts';
import type { RequestContext } from '../request/request-context.ts';
import type { Store } from '../store/store.ts';

/** Deletes the file of a picture that no user refers to. If that fails, the sweep deletes it later. */
export type RemovePicture = (name: string, request: RequestContext) => Promise<void>;

export const createRemovePicture =
  (options: { store: Store; files: FileStore; log: Log }): RemovePicture =>
  async (name, request) => {
    const { store, files, log } = options;
    try {
      await files.delete(name);
      await store.forgetPictures([name]);
    } catch (error) {
      const { message: reason } = error as Error;
      log.warn({ requestId: request.id, reason }, 'could not delete an unused picture; will retry');
    }
  };

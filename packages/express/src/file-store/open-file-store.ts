import type { FileStore } from './file-store.ts';
import { createLocalFiles } from './local-files.ts';
import { createS3Files, type S3Bucket } from './s3-files.ts';

/** The location of files: the absolute path of a local folder, or a bucket shared by any number of processes. */
export type FileLocation = { folder: string } | { bucket: S3Bucket };

/**
 * Returns the file store of a location, which is first accessed on first use.
 * @param options.now milliseconds since 1970
 */
export const openFileStore = (location: FileLocation, options: { now: () => number }): FileStore =>
  'bucket' in location ? createS3Files({ ...location, ...options }) : createLocalFiles(location);

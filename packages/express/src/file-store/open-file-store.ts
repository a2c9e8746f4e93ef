import type { FileStore } from './file-store.ts';
import { createLocalFiles } from './local-files.ts';
import { createS3Files, type S3Bucket } from './s3-files.ts';

/** Where files are kept: a folder of this machine by its absolute path, or a bucket that any number of processes share. */
export type FileLocation = { folder: string } | { bucket: S3Bucket };

/**
 * The file store of a location. It reaches for it at the first use, not before.
 * @param options.now milliseconds since 1970
 */
export const openFileStore = (location: FileLocation, options: { now: () => number }): FileStore =>
  'bucket' in location ? createS3Files({ ...location, ...options }) : createLocalFiles(location);

import type { Readable } from 'node:stream';

/** A file that is being read. Its reader reads the stream to its end or destroys it: it may hold a file or a connection. */
export interface ReadFile {
  /** Its errors are those of the file system or the network. */
  stream: Readable;
  /** Bytes. */
  size: number;
}

/** Where pictures are kept. Files are small, never change under their name, and are gone once deleted. */
export interface FileStore {
  /**
   * Keeps a file; durable once the promise resolves.
   * @param name letters, digits, `-`, `_` and `.`, and one that no other file has had
   * @throws {StoreUnavailable} as the other methods do
   */
  put(name: string, file: { bytes: Uint8Array; contentType: string }): Promise<void>;
  /** Opens a file, or resolves with undefined where there is none of that name. */
  read(name: string): Promise<ReadFile | undefined>;
  /** Does nothing where there is none of that name. Durable like {@link put}: a deleted file does not come back. */
  delete(name: string): Promise<void>;
  /**
   * Deletes what crashes have left of files that were being put, and resolves with how many there were.
   * @param options.before milliseconds since 1970: what is younger may still be under way
   * @param options.signal ends it early
   */
  deleteLeftovers(options: { before: number; signal: AbortSignal }): Promise<number>;
  /** Rejects while files can't be written, read and deleted, and says why. */
  check(): Promise<void>;
}

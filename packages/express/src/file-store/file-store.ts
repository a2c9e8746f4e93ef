import type { Readable } from 'node:stream';

/** An open file. Read the stream to its end or destroy it: it may hold a file or a connection. */
export interface ReadFile {
  /** Fails with errors of the file system or the network. */
  stream: Readable;
  /** Bytes. */
  size: number;
}

/** Storage for pictures. Files are small, never change under their name, and stay deleted. */
export interface FileStore {
  /**
   * Stores a file; durable once the promise resolves.
   * @param name letters, digits, `-`, `_` and `.`; never used by another file before
   * @throws {StoreUnavailable} like the other methods
   */
  put(name: string, file: { bytes: Uint8Array; contentType: string }): Promise<void>;
  /** Opens a file. Resolves with undefined if it doesn't exist. */
  read(name: string): Promise<ReadFile | undefined>;
  /** Deletes a file, if it exists. Durable like {@link put}: a deleted file does not reappear. */
  delete(name: string): Promise<void>;
  /**
   * Deletes temporary files that crashes have left behind. Resolves with their number.
   * @param options.before milliseconds since 1970; newer files may still be in use
   * @param options.signal aborts the deletion
   */
  deleteLeftovers(options: { before: number; signal: AbortSignal }): Promise<number>;
  /** Rejects with the reason while files can't be written, read and deleted. */
  check(): Promise<void>;
}

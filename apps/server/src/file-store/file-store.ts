/** Where pictures are kept. Files are small, never change under their name, and are gone once deleted. */
export interface FileStore {
  /**
   * Keeps a file; durable once the promise resolves.
   * @param name letters, digits, `-`, `_` and `.`, and one that no other file has had
   * @throws {StoreUnavailable} as the other methods do
   */
  put(name: string, file: { bytes: Uint8Array; contentType: string }): Promise<void>;
  /** The bytes of a file, or undefined where there is none of that name. */
  get(name: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Does nothing where there is none of that name. */
  delete(name: string): Promise<void>;
  /** Rejects while files can't be written, read and deleted, and says why. */
  check(): Promise<void>;
}

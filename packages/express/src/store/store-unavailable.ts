/**
 * The store can't do its work at the moment: its disk is full or read-only, another program holds its lock, its server
 * is away. What was asked for may be tried again later; what was being written may have been written or not.
 */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
  /** What to do about it, where that is known. */
  readonly cure: string | undefined;
  /** It can't become available without a change of its settings, so a server does not start. */
  readonly isPermanent: boolean;

  constructor(message: string, cure?: string, isPermanent = false) {
    super(message);
    this.cure = cure;
    this.isPermanent = isPermanent;
  }
}

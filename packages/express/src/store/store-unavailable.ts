/**
 * The store is currently unavailable: its disk is full or read-only, another program holds its lock, or its server
 * is down. Operations can be retried later; a pending write may or may not have been applied.
 */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
  /** The fix, if known. */
  readonly fix: string | undefined;
  /** It can't become available without a change of its settings, so a server does not start. */
  readonly isPermanent: boolean;

  constructor(message: string, fix?: string, isPermanent = false) {
    super(message);
    this.fix = fix;
    this.isPermanent = isPermanent;
  }
}

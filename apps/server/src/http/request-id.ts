const idBytes = 12;
const drawnAtOnce = 256;

/** Makes ids for requests. Randomness is drawn for many at a time: a draw costs more than all the rest of an id. */
export function createRequestIds(randomBytes: (size: number) => Buffer): () => string {
  let drawn: Buffer = Buffer.alloc(0);
  let used = 0;
  return () => {
    if (used === drawn.length) {
      drawn = randomBytes(idBytes * drawnAtOnce);
      used = 0;
    }
    const start = used;
    used += idBytes;
    return drawn.toString('base64url', start, used);
  };
}

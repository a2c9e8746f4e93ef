const poolBytes = 8192;

/**
 * Returns a source of randomness that draws many bytes at a time, because a draw from the system costs the same for twelve bytes
 * as for thousands. No byte is handed out twice, and none stays in memory here. Without this file, callers use
 * crypto.randomBytes. docs/decisions/0019-garbage-collection-and-system-calls.md
 */
export function poolRandomBytes(randomBytes: (size: number) => Buffer): (size: number) => Buffer {
  let pool: Buffer = Buffer.alloc(0);
  let used = 0;
  return (size) => {
    if (size > poolBytes) return randomBytes(size);
    if (used + size > pool.length) {
      pool = randomBytes(poolBytes);
      used = 0;
    }
    const drawn = Buffer.from(pool.subarray(used, used + size));
    pool.fill(0, used, used + size);
    used += size;
    return drawn;
  };
}

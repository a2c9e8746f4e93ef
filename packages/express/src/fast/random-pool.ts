const poolBytes = 8192;

/**
 * Returns a random source that draws many bytes at a time, because a system call costs the same for twelve bytes
 * as for thousands. Each byte is returned once and then erased. Without this file, callers use
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

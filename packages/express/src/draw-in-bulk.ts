const poolBytes = 8192;

/**
 * Randomness, drawn for many uses at a time: a draw from the system costs the same for twelve bytes as for thousands.
 * No byte is handed out twice, and none stays behind where it was drawn.
 */
export function drawInBulk(randomBytes: (size: number) => Buffer): (size: number) => Buffer {
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

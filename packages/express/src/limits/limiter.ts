import type { Pool } from 'pg';
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRes,
} from 'rate-limiter-flexible';
import type { Limit } from 'weapp-login';

export interface Allowance {
  allowed: boolean;
  /** What may still come in this window. */
  remaining: number;
  /** Until the next window, at least 1. */
  resetSeconds: number;
}

/** Counts one more for a key, and tells whether it is within the limit. It never rejects. */
export type Limiter = (key: string) => Promise<Allowance>;

/**
 * A limit of so many in a window for each key.
 * @param options.name the namespace of the counters
 * @param options.pool the database where several processes count together; without it, each counts for itself. While
 * the database is away they do that too: a login must not fail for want of a counter
 */
export function createLimiter(options: Limit & { name: string; pool?: Pool | undefined }): Limiter {
  const { name, count, seconds, pool } = options;
  const limits = { keyPrefix: name, points: count, duration: seconds };
  const ownCount = new RateLimiterMemory(limits);
  const limiter: RateLimiterAbstract = pool
    ? new RateLimiterPostgres({
        ...limits,
        storeClient: pool,
        storeType: 'pool',
        tableName: 'limits',
        // The store's migrations make it.
        tableCreated: true,
        // Whoever is over the limit is refused without asking the database until the window ends.
        inMemoryBlockOnConsumed: count + 1,
        insuranceLimiter: ownCount,
      })
    : ownCount;

  const consume = (key: string) =>
    limiter.consume(key).then(
      (counted) => ({ counted, allowed: true }),
      (refused: unknown) => {
        if (refused instanceof RateLimiterRes) return { counted: refused, allowed: false };
        throw refused;
      },
    );

  return async (key) => {
    const first = await consume(key);
    // A window that ends later than any can was begun by a clock that was ahead and has been put right. Nobody waits for
    // that: it begins again.
    const isAhead = !first.allowed && first.counted.msBeforeNext > (seconds + 60) * 1000;
    if (isAhead) await limiter.delete(key);
    const { counted, allowed } = isAhead ? await consume(key) : first;
    return allowanceOf(counted, allowed);
  };
}

const allowanceOf = (
  { remainingPoints, msBeforeNext }: RateLimiterRes,
  allowed: boolean,
): Allowance => ({
  allowed,
  remaining: remainingPoints,
  resetSeconds: Math.max(1, Math.ceil(msBeforeNext / 1000)),
});

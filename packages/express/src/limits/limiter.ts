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
  /** How many requests remain in this window. */
  remaining: number;
  /** Seconds until the next window, at least 1. */
  resetSeconds: number;
}

/** Counts one more for a key and returns whether it is within the limit. Never rejects. */
export type Limiter = (key: string) => Promise<Allowance>;

/**
 * Returns a fixed-window rate limiter with a counter per key.
 * @param options.name the namespace of the counters
 * @param options.pool the database for shared counters; without it, each process counts by itself. While
 * the database is unavailable they do that too: a login must not fail because of a missing counter
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
        schemaName: 'weapp_login_store',
        tableName: 'limits',
        // The store's migrations create the table.
        tableCreated: true,
        // Callers over the limit are refused from memory until the window ends.
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
    // A window that ends later than possible was started by a clock that was ahead and has since been corrected.
    // It is restarted.
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

import { isIPv6 } from 'node:net';
import { ProblemError } from '@weapp-login/shared';
import type { RequestHandler } from 'express';
import { type Limiter, windowSeconds } from './limiter.ts';

/**
 * Limits what one address may ask for, and tells it how much is left, in the headers of
 * https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/. Which address a request came from is
 * Express's `req.ip`, so it follows `trust proxy`.
 * @param options.most as the limiter has it
 */
export function createAddressLimit(options: { limiter: Limiter; most: number }): RequestHandler {
  const { limiter, most } = options;
  const policy = `"address";q=${most};w=${windowSeconds}`;
  return async (req, res, next) => {
    // Gone already, so it has no address.
    if (req.ip === undefined) return;
    const { allowed, remaining, resetSeconds } = await limiter(networkOf(req.ip));
    res.setHeader('RateLimit-Policy', policy);
    res.setHeader('RateLimit', `"address";r=${remaining};t=${resetSeconds}`);
    if (!allowed)
      throw new ProblemError('too-many-requests', {
        detail: 'Too many logins from this address.',
        retryAfter: resetSeconds,
      });
    next();
  };
}

/** Whoever has one IPv6 address has the 2^64 of its network. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.replace(/%.*/, '').split('::');
  const groups = head.split(':').filter(Boolean);
  const tailGroups = tail?.split(':').filter(Boolean) ?? [];
  const zeros = tail === undefined ? 0 : 8 - groups.length - tailGroups.length;
  const all = [...groups, ...Array<string>(Math.max(0, zeros)).fill('0'), ...tailGroups];
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

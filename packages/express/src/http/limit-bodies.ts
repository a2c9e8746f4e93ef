import { ProblemError } from 'weapp-login';
import type { Middleware } from '../request/middleware.ts';
import { contextOf } from '../request/request-context.ts';

/** In seconds. */
const retryAfter = 2;

/** Bodies up to this size take less memory than their connection. They are not counted, so logins never wait. */
const uncounted = 4 * 1024;

/**
 * Bounds the memory of request bodies, each from before it is read until its response is sent. The announced
 * length is counted, or the maximum if none is announced, because a caller can send slowly.
 * @param options.bytes the maximum in flight
 * @returns a function from a route's body limit in bytes to the middleware before its body reader
 * @throws {ProblemError} `overloaded`
 */
export function createBodyLimit({ bytes }: { bytes: number }): (largest: number) => Middleware {
  let free = bytes;
  return (largest) => (req, res, next) => {
    const announced = Number(req.headers['content-length'] ?? largest);
    const size = Math.min(announced, largest);
    if (size <= uncounted) return next();
    if (size > free) throw new ProblemError('overloaded', { retryAfter });
    free -= size;
    res.once('close', () => {
      free += size;
    });
    next();
  };
}

/**
 * Bounds how many bodies of one person are in flight, so that one person can't use up the shared limit.
 * @throws {ProblemError} `too-many-requests`
 */
export function createPersonLimit({ most }: { most: number }): Middleware {
  const inFlight = new Map<string, number>();
  return (_req, res, next) => {
    // A route without session has no person to count.
    const id = contextOf(res).caller?.user.id;
    if (id === undefined) return next();
    const count = inFlight.get(id) ?? 0;
    if (count >= most)
      throw new ProblemError('too-many-requests', {
        detail: `At most ${most} concurrent uploads.`,
        retryAfter,
      });
    inFlight.set(id, count + 1);
    res.once('close', () => {
      const left = (inFlight.get(id) ?? 1) - 1;
      if (left === 0) inFlight.delete(id);
      else inFlight.set(id, left);
    });
    next();
  };
}

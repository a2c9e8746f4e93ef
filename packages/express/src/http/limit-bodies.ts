import type { RequestHandler } from 'express';
import { ProblemError } from 'weapp-login';

/** In seconds. */
const retryAfter = 2;

/** Up to this size a body weighs less than the connection that it comes on. It is not counted, so logins never wait. */
const uncounted = 4 * 1024;

/**
 * Bounds the memory of request bodies that are held at a time, from before one is read until its answer is sent. What a
 * request announces is counted, or the most it may send if it announces nothing, because a caller can take its time.
 * @param options.bytes in flight at a time
 * @returns for the largest size that a route reads, in bytes, what stands before its body reader
 * @throws {ProblemError} `overloaded`
 */
export function createBodyLimit({ bytes }: { bytes: number }): (largest: number) => RequestHandler {
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
 * Bounds how many bodies of one person are in flight, so that one can't take the room of all.
 * @throws {ProblemError} `too-many-requests`
 */
export function createPersonLimit({ most }: { most: number }): RequestHandler {
  const inFlight = new Map<string, number>();
  return (_req, res, next) => {
    const id: string = res.locals.caller.user.id;
    const count = inFlight.get(id) ?? 0;
    if (count >= most)
      throw new ProblemError('too-many-requests', {
        detail: `At most ${most} uploads at a time.`,
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

import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Pool } from 'pg';
import {
  type Limit,
  type LimitScope,
  type Limits,
  ProblemError,
  type Route,
  type RouteLimit,
  routes,
} from 'weapp-login';
import { contextOf } from '../request/begin-request.ts';
import type { Middleware } from '../request/middleware.ts';
import type { RequestContext } from '../request/request-context.ts';
import type { AddressOf } from './caller-address.ts';
import { networkOf } from './caller-address.ts';
import { type Allowance, createLimiter, type Limiter } from './limiter.ts';

/** Middleware for the limits of the contract's routes, by the point where they count. */
export interface RouteLimits {
  /** Before the token is looked up. */
  ofAddress(route: Route): Middleware[];
  /** After the token is looked up and before the body is read. */
  ofPerson(route: Route): Middleware[];
  /**
   * Counts a login by openid, once WeChat has returned it.
   * @throws {ProblemError} `too-many-requests`
   */
  countOpenid(person: { appId: string; openid: string }, request: RequestContext): Promise<void>;
}

/**
 * Names a person in the counters: the same before and after a deletion, so that leaving and coming back resets no limit,
 * and a hash, so that nothing of a deleted person can be read from the counters, which end with their window.
 */
const personKey = ({ appId, openid }: { appId: string; openid: string }): string =>
  createHash('sha256').update(`${appId} ${openid}`).digest('base64url').slice(0, 22);

interface Counter {
  /** Such as `phone.person`: the namespace of the counters, and the limit's name in log and metrics. */
  name: string;
  limit: Limit;
  count: Limiter;
  /** The header RateLimit-Policy of https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/. */
  policy: string;
}

/** @param options.pool the database for shared counters; without it, each process counts by itself */
export function createRouteLimits(options: {
  limits: Limits;
  addressOf: AddressOf;
  pool?: Pool | undefined;
}): RouteLimits {
  const { addressOf, pool } = options;
  const changed: Partial<Record<string, Record<LimitScope, Limit>>> = options.limits;
  const counters = new Map<string, Counter>();

  /** The counter of a limit, shared by its routes; undefined for a limit of 0. */
  function counterOf({ name, ...defaults }: RouteLimit, scope: LimitScope): Counter | undefined {
    const limit = (changed[name] ?? defaults)[scope];
    if (limit.count === 0) return undefined;
    const full = `${name}.${scope}`;
    const counter = counters.get(full) ?? {
      name: full,
      limit,
      count: createLimiter({ ...limit, name: full, pool }),
      policy: `"${scope}";q=${limit.count};w=${limit.seconds}`,
    };
    counters.set(full, counter);
    return counter;
  }

  /** @param keyOf returns undefined if the caller has disconnected */
  function limited(
    { limit }: Route,
    scope: LimitScope,
    keyOf: (req: IncomingMessage, res: ServerResponse) => string | undefined,
  ): Middleware[] {
    const counter = limit && counterOf(limit, scope);
    if (!counter) return [];
    const { policy } = counter;
    return [
      async (req, res, next) => {
        const key = keyOf(req, res);
        if (key === undefined) return;
        const allowance = await counter.count(key);
        res.appendHeader('RateLimit-Policy', policy);
        res.appendHeader(
          'RateLimit',
          `"${scope}";r=${allowance.remaining};t=${allowance.resetSeconds}`,
        );
        if (!allowance.allowed) {
          contextOf(res).note({ limit: counter.name });
          throw refusal(counter, scope, allowance);
        }
        next();
      },
    ];
  }

  const openids = counterOf(routes.login.limit, 'person');
  return {
    ofAddress: (route) =>
      limited(
        route,
        'address',
        // Without an address from the proxy, all its callers count as one. A disconnected caller has no address.
        (req) => {
          const address = addressOf(req);
          return (
            address && (networkOf(address) ?? networkOf(req.socket.remoteAddress ?? '') ?? address)
          );
        },
      ),
    ofPerson: (route) =>
      route.auth === 'bearer'
        ? limited(route, 'person', (_req, res) => {
            const { caller } = contextOf(res);
            return caller && personKey(caller.user);
          })
        : [],
    async countOpenid({ appId, openid }, request) {
      const allowance = await openids?.count(personKey({ appId, openid }));
      if (!openids || !allowance || allowance.allowed) return;
      request.note({ limit: openids.name });
      throw refusal(openids, 'person', allowance);
    },
  };
}

const windowNames: Readonly<Record<number, string>> = {
  60: 'a minute',
  3600: 'an hour',
  86400: 'a day',
};
const callers: Readonly<Record<LimitScope, string>> = {
  person: 'one person',
  address: 'one address',
};

/** Describes a limit, such as `20 requests a day of one person`. */
export const describeLimit = (scope: LimitScope, { count, seconds }: Limit): string =>
  `${count} requests ${windowNames[seconds] ?? `in ${seconds} s`} of ${callers[scope]}`;

const refusal = ({ limit }: Counter, scope: LimitScope, { resetSeconds }: Allowance) =>
  new ProblemError('too-many-requests', {
    detail: `The limit is ${describeLimit(scope, limit)}.`,
    retryAfter: resetSeconds,
  });

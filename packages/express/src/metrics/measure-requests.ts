import { type RouteName, routes } from 'weapp-login';
import type { RequestLine } from '../request/request-log.ts';
import type { Metrics } from './metrics.ts';

const exchanging: readonly RouteName[] = ['login', 'openid', 'wechatlogin'];
const exchangingPaths: ReadonlySet<string> = new Set(exchanging.map((name) => routes[name].path));

/** Counts a request by the facts of its log line. */
export const createRequestMeter =
  ({ requestDuration, logins, refusals, unionidConflicts }: Metrics) =>
  ({ method, route = 'none', status, durationMs, ...facts }: RequestLine): void => {
    const { problem = 'none', errcode = 'none', limit, unionidConflict } = facts;
    requestDuration.observe({ method, route, status }, durationMs / 1000);
    if (method === 'POST' && exchangingPaths.has(route)) logins.inc({ route, problem, errcode });
    if (limit) refusals.inc({ limit });
    if (unionidConflict) unionidConflicts.inc();
  };

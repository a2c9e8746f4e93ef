import type { RouteName } from 'weapp-login';
import type { RequestObservers } from '../request/begin-request.ts';
import type { Metrics } from './metrics.ts';

const exchanging: ReadonlySet<string | undefined> = new Set<RouteName>([
  'login',
  'openid',
  'wechatlogin',
]);

/** Counts a request by the facts of its log line. */
export const createRequestMeter =
  ({
    requestDuration,
    logins,
    refusals,
    unionidConflicts,
  }: Metrics): NonNullable<RequestObservers['measureRequest']> =>
  ({ method, route = 'none', status, durationMs, ...facts }, routeName) => {
    const { problem = 'none', errcode = 'none', limit, unionidConflict } = facts;
    requestDuration.observe({ method, route, status }, durationMs / 1000);
    if (method === 'POST' && exchanging.has(routeName)) logins.inc({ route, problem, errcode });
    if (limit) refusals.inc({ limit });
    if (unionidConflict) unionidConflicts.inc();
  };

import type { BreakerState, CallObserver, WechatFailure } from '@weapp-login/wechat-api';
import type { RouteName } from 'weapp-login';
import type { RequestObservers } from '../request/begin-request.ts';
import type { Store } from '../store/store.ts';
import { StoreUnavailable } from '../store/store-unavailable.ts';

type Labels = Readonly<Record<string, string | number>>;

interface Counter {
  inc(labels: Labels): void;
}
interface Gauge {
  set(labels: Labels, value: number): void;
}
interface Histogram {
  observe(labels: Labels, value: number): void;
}

/** What the login measures with. The metrics of `createMetrics` are such. */
export interface Meters {
  requestDuration: Histogram;
  logins: Counter;
  refusals: Counter;
  unionidConflicts: Counter;
  wechatCallDuration: Histogram;
  wechatBreaker: Gauge;
  storeDuration: Histogram;
}

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
  }: Meters): NonNullable<RequestObservers['measureRequest']> =>
  ({ method, route = 'none', status, durationMs, ...facts }, routeName) => {
    const { problem = 'none', errcode = 'none', limit, unionidConflict } = facts;
    requestDuration.observe({ method, route, status }, durationMs / 1000);
    if (method === 'POST' && exchanging.has(routeName)) logins.inc({ route, problem, errcode });
    if (limit) refusals.inc({ limit });
    if (unionidConflict) unionidConflicts.inc({});
  };

type Operation = (...args: unknown[]) => Promise<unknown>;

/**
 * Wraps a store so that each operation that reaches the database is measured.
 * @param options.onUnavailable receives why the store is unavailable, each time it is
 */
export function measureStore<Observed extends Store>(options: {
  store: Observed;
  metrics: Meters;
  now: () => number;
  onUnavailable?: (error: StoreUnavailable) => void;
}): Observed {
  const { store, metrics, now, onUnavailable } = options;
  const { storeDuration } = metrics;

  function observed(operation: string, run: Operation): Operation {
    return async (...args) => {
      const startedAt = now();
      const seconds = () => Math.max(0, now() - startedAt) / 1000;
      try {
        const result = await run(...args);
        storeDuration.observe({ operation, outcome: 'ok' }, seconds());
        return result;
      } catch (error) {
        const isUnavailable = error instanceof StoreUnavailable;
        const outcome = isUnavailable ? 'unavailable' : 'failed';
        storeDuration.observe({ operation, outcome }, seconds());
        if (isUnavailable) onUnavailable?.(error);
        throw error;
      }
    };
  }
  // Every member is an operation and keeps its type.
  return Object.fromEntries(
    Object.entries(store).map(([name, run]) => [name, observed(name, run as Operation)]),
  ) as unknown as Observed;
}

const breakerValues: Readonly<Record<BreakerState, number>> = {
  closed: 0,
  'half-open': 1,
  open: 2,
};

/** Measures the calls of one app's client. */
export const createWechatMeter = (options: { appId: string; metrics: Meters }): CallObserver => {
  const { appId: app_id, metrics } = options;
  // A series that exists from the start can be distinguished from one that disappeared.
  metrics.wechatBreaker.set({ app_id, endpoint: 'code2Session' }, breakerValues.closed);
  return {
    called({ endpoint, durationMs, failure }) {
      metrics.wechatCallDuration.observe(
        { app_id, endpoint, outcome: outcomeOf(failure) },
        Math.max(0, durationMs) / 1000,
      );
    },
    breakerChanged({ endpoint, state }) {
      metrics.wechatBreaker.set({ app_id, endpoint }, breakerValues[state]);
    },
  };
};

function outcomeOf(failure: WechatFailure | undefined): string {
  if (!failure) return 'ok';
  return failure.kind === 'unreachable' ? failure.reason : failure.kind;
}

import type { BreakerState, CallObserver, WechatFailure } from '@weapp-login/wechat-api';
import type { Metrics } from './metrics.ts';

const breakerValues: Readonly<Record<BreakerState, number>> = {
  closed: 0,
  'half-open': 1,
  open: 2,
};

/** Measures the calls of one app's client. */
export const createWechatMeter = (options: { appId: string; metrics: Metrics }): CallObserver => {
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

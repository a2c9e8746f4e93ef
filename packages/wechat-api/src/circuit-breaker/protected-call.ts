import {
  BrokenCircuitError,
  BulkheadRejectedError,
  bulkhead,
  CircuitState,
  CountBreaker,
  circuitBreaker,
  handleWhenResult,
  type IPolicy,
  wrap,
} from 'cockatiel';
import type { ApiCall } from '../api-call.ts';
import { WechatError, type WechatFailure } from '../errors.ts';
import { isOutage } from './is-outage.ts';

/** `open`: calls fail at once. `half-open`: one trial call is in progress and the others wait for it. */
export type BreakerState = 'closed' | 'open' | 'half-open';

/** Receives events, for metrics. It must not throw. */
export interface CallObserver {
  /** A call has ended, after `durationMs` milliseconds; `failure` is undefined if it succeeded. */
  called(call: { endpoint: string; durationMs: number; failure: WechatFailure | undefined }): void;
  /** `halfOpenAfterMs`: milliseconds that an open breaker waits before a trial call. */
  breakerChanged(change: { endpoint: string; state: BreakerState; halfOpenAfterMs: number }): void;
}

export interface ProtectedCallOptions {
  call: ApiCall;
  /** Concurrent calls of one endpoint; any more fail at once. */
  maxConcurrentCalls: number;
  /** Milliseconds that an open breaker waits before a trial call. */
  halfOpenAfterMs: number;
  /** Milliseconds; only differences are used. */
  now: () => number;
  observer: CallObserver | undefined;
}

/** The breaker opens when half of the last calls failed, and not before it has seen a minimum of calls. */
const window = { threshold: 0.5, size: 40, minimumNumberOfCalls: 20 };

const states: Readonly<Record<CircuitState, BreakerState>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.Open]: 'open',
  [CircuitState.HalfOpen]: 'half-open',
  [CircuitState.Isolated]: 'open',
};

type Outcome<Answer> = { answer: Answer } | { error: unknown };

/**
 * Puts a circuit breaker and a bulkhead around each endpoint. While WeChat is down, calls fail at once instead of each
 * holding a connection until its timeout. A refused call was never sent, so it uses up no code.
 */
export function createProtectedCall({
  call,
  maxConcurrentCalls,
  halfOpenAfterMs,
  now,
  observer,
}: ProtectedCallOptions): ApiCall {
  const policies = new Map<string, IPolicy>();

  function policyOf(endpoint: string): IPolicy {
    const known = policies.get(endpoint);
    if (known) return known;
    const counted = handleWhenResult((outcome) => isOutage(outcome as Outcome<unknown>));
    const breaker = circuitBreaker(counted, {
      halfOpenAfter: halfOpenAfterMs,
      breaker: new CountBreaker(window),
    });
    breaker.onStateChange((state) =>
      observer?.breakerChanged({ endpoint, state: states[state], halfOpenAfterMs }),
    );
    // The bulkhead is outside, so that it also limits the calls that wait for a half-open breaker.
    const policy = wrap(bulkhead(maxConcurrentCalls), breaker);
    policies.set(endpoint, policy);
    return policy;
  }

  return async <Answer>(request: Parameters<typeof call<Answer>>[0]): Promise<Answer> => {
    const { endpoint } = request;
    const startedAt = now();
    const outcome: Outcome<Answer> = await policyOf(endpoint)
      .execute(() => settle(call(request)))
      .catch((error: unknown) => ({ error: refusalOf(endpoint, error) }));
    const failure =
      'error' in outcome && outcome.error instanceof WechatError
        ? outcome.error.failure
        : undefined;
    observer?.called({ endpoint, durationMs: now() - startedAt, failure });
    if ('error' in outcome) throw outcome.error;
    return outcome.answer;
  };
}

/** The breaker judges outcomes, not exceptions, because a rejected code is not an outage. */
const settle = <Answer>(call: Promise<Answer>): Promise<Outcome<Answer>> =>
  call.then(
    (answer) => ({ answer }),
    (error: unknown) => ({ error }),
  );

function refusalOf(endpoint: string, error: unknown): unknown {
  const reason =
    error instanceof BrokenCircuitError
      ? 'breaker-open'
      : error instanceof BulkheadRejectedError
        ? 'too-many-calls'
        : undefined;
  if (!reason) return error;
  return new WechatError(endpoint, { kind: 'unreachable', reason, maybeProcessed: false });
}

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
import type { Call } from '../call.ts';
import { WechatError, type WechatFailure } from '../errors.ts';
import { countsAgainstWechat } from './counts-against-wechat.ts';

/** `open`: calls fail at once. `half-open`: one call is under way to see whether WeChat is back; others wait for it. */
export type BreakerState = 'closed' | 'open' | 'half-open';

/** Is told what goes on, for metrics. It must not throw. */
export interface CallObserver {
  /** A call has ended, after `durationMs` milliseconds; without a failure, well. */
  called(call: { endpoint: string; durationMs: number; failure: WechatFailure | undefined }): void;
  /** `breakMs`: milliseconds that an open breaker waits before one call tries WeChat again. */
  breakerChanged(change: { endpoint: string; state: BreakerState; breakMs: number }): void;
}

export interface GuardOptions {
  call: Call;
  /** Calls of one endpoint at the same time; any more fail at once. */
  mostAtOnce: number;
  /** Milliseconds that an open breaker waits before it tries WeChat again. */
  breakMs: number;
  /** Milliseconds; only differences count. */
  now: () => number;
  observer: CallObserver | undefined;
}

/** It opens when half of the last calls failed, and never on fewer than these. */
const window = { threshold: 0.5, size: 40, minimumNumberOfCalls: 20 };

const states: Readonly<Record<CircuitState, BreakerState>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.Open]: 'open',
  [CircuitState.HalfOpen]: 'half-open',
  [CircuitState.Isolated]: 'open',
};

type Outcome<Answer> = { answer: Answer } | { error: unknown };

/**
 * Puts a circuit breaker and a bulkhead around each endpoint. While WeChat is down, logins then fail at once instead of
 * holding a connection each until they time out, and WeChat is left alone. What they refuse was never sent, so it
 * spends no code.
 */
export function createGuardedCall({
  call,
  mostAtOnce,
  breakMs,
  now,
  observer,
}: GuardOptions): Call {
  const policies = new Map<string, IPolicy>();

  function policyOf(endpoint: string): IPolicy {
    const known = policies.get(endpoint);
    if (known) return known;
    const counted = handleWhenResult((outcome) => countsAgainstWechat(outcome as Outcome<unknown>));
    const breaker = circuitBreaker(counted, {
      halfOpenAfter: breakMs,
      breaker: new CountBreaker(window),
    });
    breaker.onStateChange((state) =>
      observer?.breakerChanged({ endpoint, state: states[state], breakMs }),
    );
    // The bulkhead is outside, so that those who wait for the one call of a half-open breaker are limited too.
    const policy = wrap(bulkhead(mostAtOnce), breaker);
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

/** A rejected code is an answer, and counts for WeChat: so no outcome of a call is an exception to the breaker. */
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
  return new WechatError(endpoint, { kind: 'unreachable', reason, maySpendCode: false });
}

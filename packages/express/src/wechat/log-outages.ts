import { type CallObserver, isWechatOutage, type WechatFailure } from '@weapp-login/wechat-api';
import type { Log } from '../request/log.ts';

/** The number of consecutive failures that starts an outage. With few logins, the breaker never opens: it needs twenty calls. */
const callsInARow = 5;

interface Endpoint {
  /** Failed calls since the last success. */
  failed: number;
  /** The time of the first of them, in milliseconds. */
  failingSince: number;
  reason: string;
  /** Whether the start has been logged. */
  told: boolean;
  open: boolean;
}

/**
 * Logs the start and end of each WeChat outage, per endpoint: when five calls in a row fail or the circuit
 * breaker opens, and when WeChat responds again. docs/guides/monitoring.md
 * @param options.elapsed milliseconds of a monotonic clock
 */
export function createWechatOutageLog(options: {
  appId: string;
  log: Log;
  elapsed?: () => number;
}): CallObserver {
  const { appId, log, elapsed = () => performance.now() } = options;
  const endpoints = new Map<string, Endpoint>();

  function stateOf(endpoint: string): Endpoint {
    const known = endpoints.get(endpoint);
    if (known) return known;
    const state = { failed: 0, failingSince: 0, reason: '', told: false, open: false };
    endpoints.set(endpoint, state);
    return state;
  }

  function begin(endpoint: string, state: Endpoint): void {
    if (state.told) return;
    state.told = true;
    const { failed, reason } = state;
    log.warn({ appId, endpoint, failed, reason }, 'WeChat calls are failing');
  }

  return {
    called({ endpoint, failure }) {
      const state = stateOf(endpoint);
      if (failure && isWechatOutage(failure)) {
        if (state.failed === 0) state.failingSince = elapsed();
        state.failed += 1;
        if (sent(failure)) state.reason = reasonOf(failure);
        if (state.failed >= callsInARow) begin(endpoint, state);
      } else if (!state.open && answered(failure)) {
        const { failed, failingSince, told } = state;
        state.failed = 0;
        state.told = false;
        if (!told) return;
        const seconds = Math.round((elapsed() - failingSince) / 1000);
        log.info({ appId, endpoint, failed, seconds }, 'WeChat answers again');
      }
    },
    breakerChanged({ endpoint, state: breaker, halfOpenAfterMs }) {
      const state = stateOf(endpoint);
      const opens = breaker === 'open' && !state.open;
      // Half-open: the pending call decides whether the outage is over.
      state.open = breaker !== 'closed';
      if (!opens) return;
      begin(endpoint, state);
      log.warn(
        { appId, endpoint },
        `circuit breaker open: sending no calls to WeChat, one to try every ${halfOpenAfterMs / 1000} s`,
      );
    },
  };
}

/** A call refused by the breaker or the bulkhead says nothing about WeChat. */
const sent = (failure: WechatFailure) =>
  failure.kind !== 'unreachable' || !['breaker-open', 'too-many-calls'].includes(failure.reason);

/** An aborted call or a gateway's 4xx is not a response from WeChat. */
const answered = (failure: WechatFailure | undefined) =>
  failure === undefined || failure.kind === 'rejected';

function reasonOf(failure: WechatFailure): string {
  switch (failure.kind) {
    case 'rejected':
      return `errcode ${failure.errcode}`;
    case 'unreachable':
      return `${failure.reason}${failure.status ? ` ${failure.status}` : ''}`;
    case 'malformed':
      return `malformed: ${failure.fault}`;
  }
}

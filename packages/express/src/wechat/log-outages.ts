import { type CallObserver, isWechatOutage, type WechatFailure } from '@weapp-login/wechat-api';
import type { Logger } from 'pino';

/** So many failed calls in a row begin an outage. Where logins are rare, the breaker never opens: it needs twenty. */
export const callsInARow = 5;

interface Endpoint {
  /** Calls that failed since the last answer. */
  failed: number;
  /** Milliseconds, of the first of them. */
  failingSince: number;
  reason: string;
  /** The beginning is in the log. */
  told: boolean;
  open: boolean;
}

/**
 * Logs the beginning and the end of each outage of WeChat, per endpoint: when five calls in a row fail or the circuit
 * breaker opens, and when WeChat answers again. docs/guides/monitoring.md
 * @param options.elapsed milliseconds of a clock that never goes back
 */
export function createWechatOutageLog(options: {
  appId: string;
  log: Logger;
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
      // Half-open, it is not over: the one call that is under way decides.
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

/** A call that the breaker or the bulkhead refused tells nothing of WeChat. */
const sent = (failure: WechatFailure) =>
  failure.kind !== 'unreachable' || !['breaker-open', 'too-many-calls'].includes(failure.reason);

/** A caller that gave up, or a gateway's 4xx, is no answer of WeChat's. */
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

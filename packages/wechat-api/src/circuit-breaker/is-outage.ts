import { WechatError, type WechatFailure } from '../errors.ts';

/** WeChat's errcode for being busy. */
const busy = -1;

/**
 * Returns whether the outcome of a call counts as an outage of WeChat. A rejected code, a wrong AppSecret or an exceeded
 * quota does not, nor does a call that the caller aborted.
 */
export function isOutage(outcome: object): boolean {
  return (
    'error' in outcome &&
    outcome.error instanceof WechatError &&
    isWechatOutage(outcome.error.failure)
  );
}

/** As {@link isOutage}, for the failure of a call. */
export function isWechatOutage(failure: WechatFailure): boolean {
  switch (failure.kind) {
    case 'rejected':
      return failure.errcode === busy;
    case 'malformed':
      return true;
    case 'unreachable':
      return failure.reason !== 'aborted' && (failure.status ?? 500) >= 500;
  }
}

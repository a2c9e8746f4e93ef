import { WechatError, type WechatFailure } from '../errors.ts';

/** WeChat's errcode for being busy. */
const busy = -1;

/**
 * Whether the outcome of a call says that WeChat is in trouble. A rejected code, a wrong AppSecret or a used up quota
 * does not: WeChat is there and answers. Neither does a caller that gave up.
 */
export const countsAgainstWechat = (outcome: object): boolean =>
  'error' in outcome &&
  outcome.error instanceof WechatError &&
  isTroubleOfWechat(outcome.error.failure);

/** As {@link countsAgainstWechat}, for the failure of a call. */
export function isTroubleOfWechat(failure: WechatFailure): boolean {
  switch (failure.kind) {
    case 'rejected':
      return failure.errcode === busy;
    case 'malformed':
      return true;
    case 'unreachable':
      return failure.reason !== 'aborted' && (failure.status ?? 500) >= 500;
  }
}

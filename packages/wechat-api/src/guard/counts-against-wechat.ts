import { WechatError } from '../errors.ts';

/** WeChat's errcode for being busy. */
const busy = -1;

/**
 * Whether the outcome of a call says that WeChat is in trouble. A rejected code, a wrong AppSecret or a used up quota
 * does not: WeChat is there and answers. Neither does a caller that gave up.
 */
export function countsAgainstWechat(outcome: object): boolean {
  if (!('error' in outcome) || !(outcome.error instanceof WechatError)) return false;
  const { failure } = outcome.error;
  switch (failure.kind) {
    case 'rejected':
      return failure.errcode === busy;
    case 'malformed':
      return true;
    case 'unreachable':
      return failure.reason !== 'aborted' && (failure.status ?? 500) >= 500;
  }
}

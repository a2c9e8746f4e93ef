import { type ProblemCode, type ProblemDetails, ProblemError } from '@weapp-login/shared';
import type { WechatFailure } from '@weapp-login/wechat-api';

/**
 * Seconds after which WeChat is worth another try. Its minute quota (45011) opens with the next minute; its quota of the
 * day (45009) at midnight in China, unless an operator clears it before.
 */
const shortly = 5;
const nextMinute = 60;
const nextHour = 3_600;

/** The errcodes that are about the caller or about WeChat's load. */
const byErrcode: Readonly<Record<number, { code: ProblemCode } & ProblemDetails>> = {
  [-1]: { code: 'wechat-unavailable', detail: 'WeChat is busy.', retryAfter: shortly },
  40029: {
    code: 'code-rejected',
    detail: 'The code is wrong, has expired, or was issued for another AppID.',
  },
  40163: { code: 'code-rejected', detail: 'The code was used before.' },
  40226: { code: 'user-blocked' },
  45009: { code: 'too-many-requests', detail: "WeChat's limit of the day.", retryAfter: nextHour },
  45011: { code: 'too-many-requests', detail: "WeChat's limit.", retryAfter: nextMinute },
};

/** The settings behind the errcodes that only the operator can mend. */
const bySetting: Readonly<Record<number, string>> = {
  40013: 'WECHAT_APP_ID',
  40125: 'WECHAT_APP_SECRET',
  40164: "the app's IP whitelist, which lacks the address in errmsg",
};

/** How the caller is told of a failed exchange. */
export function problemOf(failure: WechatFailure): ProblemError {
  switch (failure.kind) {
    case 'rejected': {
      const { code = 'internal', ...details } = byErrcode[failure.errcode] ?? {};
      return new ProblemError(code, details);
    }
    case 'unreachable':
      return new ProblemError('wechat-unavailable', {
        detail: failure.maySpendCode
          ? 'WeChat did not answer; the code may be spent.'
          : 'WeChat cannot be reached.',
        retryAfter: shortly,
      });
    case 'malformed':
      return new ProblemError('wechat-unavailable', {
        detail: 'WeChat sent something that is not an answer; the code may be spent.',
        retryAfter: shortly,
      });
  }
}

/** What the operator has to look at, if the errcode is neither about the caller nor about WeChat's load. */
export const settingAtFault = (errcode: number): string | undefined =>
  byErrcode[errcode] ? undefined : (bySetting[errcode] ?? 'WECHAT_APP_ID and WECHAT_APP_SECRET');

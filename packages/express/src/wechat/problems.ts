import type { WechatFailure } from '@weapp-login/wechat-api';
import { type ProblemCode, type ProblemDetails, ProblemError } from 'weapp-login';

/**
 * Retry-After for WeChat, in seconds. Its minute quota (45011) resets every minute; its daily quota
 * (45009) at midnight in China, unless an operator clears it earlier.
 */
const shortly = 5;
const nextMinute = 60;
const nextHour = 3_600;

/**
 * Problems for errcodes that are the caller's or WeChat's fault, or an exhausted quota. All others are
 * `internal`: the caller can do nothing about them.
 */
export const byErrcode: Readonly<Record<number, { code: ProblemCode } & ProblemDetails>> = {
  [-1]: { code: 'wechat-unavailable', detail: 'WeChat is busy.', retryAfter: shortly },
  40003: { code: 'code-rejected', detail: 'WeChat does not know the openid.' },
  40029: {
    code: 'code-rejected',
    detail: 'The code is wrong, has expired, or was issued for another AppID.',
  },
  40163: { code: 'code-rejected', detail: 'The code was used before.' },
  40226: { code: 'user-blocked' },
  45009: {
    code: 'too-many-requests',
    detail: "WeChat's daily quota is exhausted.",
    retryAfter: nextHour,
  },
  45011: {
    code: 'too-many-requests',
    detail: "WeChat's quota is exhausted.",
    retryAfter: nextMinute,
  },
  50001: { code: 'user-blocked', detail: 'The user has not authorized this.' },
  50002: { code: 'user-blocked', detail: 'WeChat has restricted the account of this user.' },
  87007: { code: 'code-rejected', detail: 'The session_key has expired.' },
  87009: { code: 'code-rejected', detail: 'The session_key was replaced.' },
};

/** Returns the problem for a failed exchange. */
export function problemOf(failure: WechatFailure): ProblemError {
  switch (failure.kind) {
    case 'rejected': {
      const { code = 'internal', ...details } = byErrcode[failure.errcode] ?? {};
      return new ProblemError(code, details);
    }
    case 'unreachable':
      return new ProblemError('wechat-unavailable', {
        detail: failure.maybeProcessed
          ? 'WeChat did not answer; the code may be spent.'
          : 'WeChat cannot be reached.',
        retryAfter: shortly,
      });
    case 'malformed':
      return new ProblemError('wechat-unavailable', {
        detail: 'WeChat sent an invalid response; the code may be spent.',
        retryAfter: shortly,
      });
  }
}

/** Why no answer came. With the last two nothing was sent: WeChat failed too often lately, or too many calls run. */
export type UnreachableReason =
  | 'dns'
  | 'refused'
  | 'tls'
  | 'timeout'
  | 'proxy-unreachable'
  | 'proxy-auth'
  | 'proxy-refused'
  | 'reset'
  | 'status'
  | 'aborted'
  | 'breaker-open'
  | 'too-many-calls';

/** The three ways in which a call to WeChat fails. */
export type WechatFailure =
  | {
      /** WeChat answered, with an errcode other than 0. */
      readonly kind: 'rejected';
      readonly errcode: number;
      /** WeChat's text without the rid. It is for logs; switch on errcode. */
      readonly errmsg: string;
      /** WeChat's id of the request, which its support asks for. */
      readonly rid?: string;
    }
  | {
      /** No answer came, or one of the network before WeChat. */
      readonly kind: 'unreachable';
      readonly reason: UnreachableReason;
      /** The HTTP status, with reason `status`. */
      readonly status?: number;
      /** Whether WeChat may have used up the code, or replaced the session_key; if so, only a new one makes sense. */
      readonly maySpendCode: boolean;
    }
  | {
      /** An answer came that is not WeChat's: not JSON, too large, or without what was asked for. */
      readonly kind: 'malformed';
      /** What is wrong, never the content. */
      readonly fault: string;
    };

/**
 * A failed call to WeChat. It has no `cause`: an error of the HTTP client keeps the request, whose URL carries the
 * AppSecret and the code.
 */
export class WechatError extends Error {
  override readonly name = 'WechatError';
  readonly endpoint: string;
  readonly failure: WechatFailure;

  constructor(endpoint: string, failure: WechatFailure) {
    super(`${endpoint}: ${describe(failure)}`);
    this.endpoint = endpoint;
    this.failure = failure;
  }
}

function describe(failure: WechatFailure): string {
  switch (failure.kind) {
    case 'rejected':
      return `WeChat answered ${failure.errcode} ${failure.errmsg} (rid ${failure.rid ?? 'unknown'})`;
    case 'unreachable':
      return `WeChat is unreachable: ${failure.reason}${failure.status ? ` ${failure.status}` : ''}`;
    case 'malformed':
      return `WeChat's answer is malformed: ${failure.fault}`;
  }
}

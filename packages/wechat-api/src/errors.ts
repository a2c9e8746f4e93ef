/** Why there was no response. `breaker-open` and `too-many-calls` mean that nothing was sent. */
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
      /** WeChat responded with an errcode other than 0. */
      readonly kind: 'rejected';
      readonly errcode: number;
      /** WeChat's text without the rid, for logs. Switch on `errcode` instead. */
      readonly errmsg: string;
      /** WeChat's request ID, for its support. */
      readonly rid?: string;
    }
  | {
      /** No response, or one from a gateway in front of WeChat. */
      readonly kind: 'unreachable';
      readonly reason: UnreachableReason;
      /** The HTTP status, with reason `status`. */
      readonly status?: number;
      /** Whether WeChat may have processed the call: used up the code, or replaced the session_key. */
      readonly maybeProcessed: boolean;
    }
  | {
      /** The response is not JSON, too large, or lacks a required field. */
      readonly kind: 'malformed';
      /** What is wrong, without the content. */
      readonly fault: string;
    };

/**
 * A failed call to WeChat. It has no `cause`, because the HTTP client's error holds the request, whose URL carries the
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

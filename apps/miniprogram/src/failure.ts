import type { ProblemCode, ProblemError } from '@weapp-login/shared';
import { evidenceOf } from './evidence.ts';

/** What a method of `wx` says where it fails; neither is certain to be there. */
export interface HostError {
  errMsg?: string;
  errno?: number | undefined;
}

/** What can go wrong before an answer of our contract is there. */
export type ClientFailureKind =
  /** No connection to the server: no network, or no server at that address. */
  | 'unreachable'
  | 'timeout'
  /** WeChat ends a request that is still open five seconds after the mini program went to the background. */
  | 'interrupted'
  /** The address is not among the request domains that are registered for this AppID. */
  | 'domain-not-listed'
  /** config.ts holds no usable address for this version of the mini program. */
  | 'not-configured'
  /** WeChat's own limits: too many calls in a short time, or too many requests at once. */
  | 'rate-limited'
  | 'privacy'
  /** WeChat does not let this mini program, or this person in it, log in. */
  | 'login-blocked'
  /** wx.login gave no code, for any other reason. */
  | 'login-failed'
  /** A gateway before the server answered in its place. */
  | 'server-unavailable'
  /** A gateway, proxy or firewall (WAF) in front of the server refused the request. */
  | 'intercepted'
  /** Something answered, and it does not keep the contract: mostly a captive portal. */
  | 'bad-answer'
  /** The person logged out while the login was under way. */
  | 'logged-out'
  /** The getPhoneNumber button gave no code, mostly because the person said no. */
  | 'phone-refused'
  /** The mini program has used up, or not paid for, its phone numbers. */
  | 'phone-quota'
  /** WeChat does not give out this person's phone number. */
  | 'phone-blocked'
  /** The picture is not of a type that the server takes. */
  | 'picture-refused'
  | 'picture-too-large'
  /** The field is empty, or looks so; WeChat empties it where it finds the nickname improper. */
  | 'nickname-empty'
  /** The nickname is too long, or has characters that a name may not have. */
  | 'nickname-refused'
  /** A mistake in the mini program itself. */
  | 'unexpected';

/** What belongs to one occurrence of a failure, beside its kind. */
export interface ClientFailureDetails {
  errno?: number | undefined;
  /** What WeChat wrote about it, without secrets; evidence for developers, which decides nothing. */
  errMsg?: string | undefined;
  /** The HTTP status, where there was one. */
  status?: number;
  /** Seconds to wait before another try makes sense. */
  retryAfter?: number;
}

/** A failure that arises on the phone or on the way to the server. */
export class ClientFailure extends Error {
  override readonly name = 'ClientFailure';
  readonly code: ClientFailureKind;
  readonly details: ClientFailureDetails;

  constructor(code: ClientFailureKind, details: ClientFailureDetails = {}) {
    super(`${code} ${JSON.stringify(details)}`);
    this.code = code;
    this.details = details;
  }
}

/** Every failure of a login or a request. Switch on its `code`. */
export type Failure = ProblemError | ClientFailure;
export type FailureCode = ProblemCode | ClientFailureKind;

/**
 * The errno values that have a message of their own. `errMsg` is localised text and decides nothing.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/usability/PublicErrno.html
 */
const kindOfErrno: Readonly<Record<number, ClientFailureKind>> = {
  5: 'timeout',
  104: 'privacy',
  108: 'unreachable',
  112: 'privacy',
  1003: 'rate-limited',
  1025: 'privacy',
  101100: 'privacy',
  101101: 'privacy',
  101102: 'privacy',
  600000: 'unreachable',
  600001: 'unreachable',
  600002: 'domain-not-listed',
  600003: 'interrupted',
  600006: 'unreachable',
  600007: 'rate-limited',
  600009: 'not-configured',
  600011: 'not-configured',
  1400001: 'phone-quota',
  1402101: 'login-blocked',
  1421102: 'phone-blocked',
};

/**
 * The failure that an error of `wx.*` stands for. Its errno is absent on base libraries before 2.24.0.
 * @param otherwise the kind for an errno that is absent or has no message of its own
 */
export function failureOfHost(
  error: HostError | undefined,
  otherwise: ClientFailureKind,
): ClientFailure {
  const { errno, errMsg } = error || {};
  const kind = (errno === undefined ? undefined : kindOfErrno[errno]) ?? otherwise;
  return new ClientFailure(kind, { errno, errMsg: evidenceOf(errMsg) });
}

import type { ProblemCode, ProblemError } from '../problem.ts';

/** What can go wrong before an answer of our contract is there. */
export type ClientFailureKind =
  /** No connection to the server: no network, or no server at that address. */
  | 'unreachable'
  | 'timeout'
  /** WeChat ends a request that is still open five seconds after the mini program went to the background. */
  | 'interrupted'
  /** The address is not among the request domains that are registered for this AppID. */
  | 'domain-not-listed'
  /** There is no usable `baseUrl` for this version of the mini program. */
  | 'not-configured'
  /** WeChat's own limits: too many calls in a short time, or too many requests at once. */
  | 'rate-limited'
  | 'privacy'
  /** 用户隐私保护指引 does not declare what was called. */
  | 'undeclared-api'
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

/** Every failure of a login or a call. Switch on its `code`. */
export type Failure = ProblemError | ClientFailure;
export type FailureCode = ProblemCode | ClientFailureKind;

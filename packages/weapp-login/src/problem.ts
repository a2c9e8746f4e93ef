/**
 * Every failure the API answers with, RFC 9457 style: one row a code. The server, the mini program's messages, the
 * schemas and docs/problems.md all follow this table, so a code that is removed here breaks each of them.
 */
export const problems = {
  'invalid-request': { status: 400, title: 'The request does not match the contract' },
  'unknown-app': { status: 400, title: 'This server does not serve that AppID' },
  'code-rejected': { status: 400, title: 'WeChat did not accept the login code' },
  'phone-code-rejected': { status: 400, title: 'WeChat did not accept the phone number code' },
  'session-required': { status: 401, title: 'A valid session token is required' },
  'user-blocked': { status: 403, title: 'WeChat blocked the login of this person' },
  'not-found': { status: 404, title: 'There is nothing at this address' },
  'method-not-allowed': { status: 405, title: 'This address does not support the method' },
  'user-data-rejected': {
    status: 409,
    title: 'The data could not be decrypted; a new login may help',
  },
  'body-too-large': { status: 413, title: 'The request body is too large' },
  'unsupported-media-type': { status: 415, title: 'The content type of the body is not supported' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'The server could not complete the request' },
  'wechat-unavailable': { status: 503, title: 'WeChat cannot be reached at the moment' },
  overloaded: { status: 503, title: 'The server is handling too many requests' },
  'store-unavailable': { status: 503, title: 'The server cannot reach its store at the moment' },
} as const satisfies Record<string, { status: number; title: string }>;

/** The closed union of failures. Switch on it, never on a title or a detail. */
export type ProblemCode = keyof typeof problems;

/** One place in the request that is wrong: a JSON Pointer (RFC 6901) and what is wrong there. */
export interface InvalidPart {
  /** Where the pointer leads into: `/cursor` in the query is the parameter `cursor`. Without it, into the body. */
  in?: 'path' | 'query' | 'header' | undefined;
  pointer: string;
  detail: string;
}

/** The body of every `application/problem+json` answer. */
export interface Problem {
  /** Identifies the code as a URI; on a running server it leads to the code's explanation. */
  type: string;
  code: ProblemCode;
  title: string;
  status: number;
  /** What is particular to this occurrence. It is never needed to decide what to do. */
  detail?: string | undefined;
  /** The id under which the server logged this request. */
  requestId?: string | undefined;
  /** Only with `invalid-request`. */
  errors?: InvalidPart[] | undefined;
}

/** The URI that identifies a code. It is relative, so each server explains its own problems. */
export const problemType = (code: ProblemCode): string => `/docs/problems#${code}`;

/** Whether a value names a code of this version of the contract; a newer server may know more. */
export const isProblemCode = (value: unknown): value is ProblemCode =>
  Object.keys(problems).some((code) => code === value);

/** What belongs to one occurrence of a problem, beside its code. */
export interface ProblemDetails {
  detail?: string;
  errors?: InvalidPart[];
  requestId?: string;
  /** Seconds to wait before another try makes sense; travels as the Retry-After header. */
  retryAfter?: number;
}

/** A failure of the contract: the server throws it, and the mini program's request rejects with it. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: ProblemCode;
  readonly details: ProblemDetails;

  constructor(code: ProblemCode, details: ProblemDetails = {}) {
    super(`${code}: ${details.detail ?? problems[code].title}`);
    this.code = code;
    this.details = details;
  }
}

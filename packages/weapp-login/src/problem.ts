/** What every problem of a code has in common. */
export interface ProblemRow {
  readonly status: number;
  /** One sentence without its full stop, for developers. */
  readonly title: string;
}

/** Problems by code. */
export type Problems = Readonly<Record<string, ProblemRow>>;

/**
 * Every failure the login answers with, RFC 9457 style: one row a code. The server, the mini program's messages, the
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
} as const satisfies Record<string, ProblemRow>;

/** The closed union of failures. Switch on it, never on a title or a detail. */
export type ProblemCode = keyof typeof problems;

/**
 * Returns the problems of an app's own, to be put beside the login's: `{ ...problems, ...ownProblems }`.
 * @example
 * ```ts
 * const ownProblems = defineProblems({
 *   'sold-out': { status: 409, title: 'The item is sold out' },
 * });
 * ```
 * @throws {RangeError} for a status that is not a failure, and for 401, which stands for `session-required` alone: a
 *   client answers it with a new login
 */
export function defineProblems<const Own extends Problems>(own: Own): Own {
  for (const [code, { status }] of Object.entries(own)) {
    if (status < 400 || status > 599 || status === 401)
      throw new RangeError(`${code}: a problem can not have the status ${status}`);
  }
  return own;
}

/** One place in the request that is wrong: a JSON Pointer (RFC 6901) and what is wrong there. */
export interface InvalidPart {
  /** Where the pointer leads into: `/cursor` in the query is the parameter `cursor`. Without it, into the body. */
  in?: 'path' | 'query' | 'header' | undefined;
  pointer: string;
  detail: string;
}

/** The body of every `application/problem+json` answer. */
export interface Problem<Code extends string = ProblemCode> {
  /** Identifies the code as a URI; on a running server it leads to the code's explanation. */
  type: string;
  code: Code;
  title: string;
  status: number;
  /** What is particular to this occurrence. It is never needed to decide what to do. */
  detail?: string | undefined;
  /** The id under which the server logged this request. */
  requestId?: string | undefined;
  /** Only with `invalid-request`. */
  errors?: InvalidPart[] | undefined;
}

/** Returns the URI that identifies a code. It is relative, so each server explains its own problems. */
export function problemType(code: string): string {
  return `/docs/problems#${code}`;
}

/** Whether a value is a code of these problems. */
export function isCodeOf<Known extends Problems>(
  known: Known,
  value: unknown,
): value is keyof Known & string {
  return Object.keys(known).some((code) => code === value);
}

/** Whether a value names a code of this version of the login's contract; a newer server may know more. */
export function isProblemCode(value: unknown): value is ProblemCode {
  return isCodeOf(problems, value);
}

/** What belongs to one occurrence of a problem, beside its code. */
export interface ProblemDetails {
  detail?: string;
  errors?: InvalidPart[];
  requestId?: string;
  /** Seconds to wait before another try makes sense; travels as the Retry-After header. */
  retryAfter?: number;
}

const brand = Symbol.for('weapp-login.problem');

/**
 * A failure of the contract: the server throws it, and a client's call rejects with it. Two copies of this package
 * recognise each other's errors.
 */
export class ProblemError<Code extends string = ProblemCode> extends Error {
  override readonly name = 'ProblemError';
  readonly code: Code;
  readonly details: ProblemDetails;

  constructor(code: Code, details: ProblemDetails = {}) {
    super(details.detail === undefined ? code : `${code}: ${details.detail}`);
    this.code = code;
    this.details = details;
    Object.defineProperty(this, brand, { value: true });
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && brand in value;
  }
}

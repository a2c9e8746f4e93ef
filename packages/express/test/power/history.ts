/** Later than everything. A number that JSON can hold. */
export const never: number = Number.MAX_SAFE_INTEGER;

/** When something that a caller asked for began and was answered. CLOCK_MONOTONIC in nanoseconds. */
export interface Span {
  start: number;
  /** When the server sent that it was done; {@link never} where it never did. */
  done: number;
  /** When the answer was sent, whatever it was; {@link never} where the connection broke. */
  over: number;
}

/** A session that was answered, by the hash of its token. */
export interface Login {
  span: Span;
  openid: string;
  tokenHash: string;
  /** The id under which the store keeps it for its repetitions. */
  attemptId: string;
}

/** The end of one session, or without `tokenHash` of all that a person has; a deletion ends the profile too. */
export interface Ending {
  span: Span;
  kind: 'logout' | 'revocation' | 'logout everywhere' | 'deletion';
  openid: string;
  tokenHash?: string;
}

/** A new value of something that a person has one of; of a picture, its digest and the name that was answered. */
export interface Change {
  span: Span;
  openid: string;
  member: 'nickname' | 'phone' | 'avatar';
  value: string;
  picture?: string | undefined;
}

/** The requests of callers, and the responses. */
export interface History {
  logins: Login[];
  endings: Ending[];
  changes: Change[];
}

import { hash } from 'node:crypto';
import { ProblemError } from 'weapp-login';
import type { Caller } from '../request/caller.ts';
import type { Store, StoredSession, StoredUser } from '../store/store.ts';
import { StoreUnavailable } from '../store/store-unavailable.ts';
import { seen } from './lifetime.ts';

/**
 * Finds the caller of a request by its Authorization header.
 * @throws {SessionRequired}
 */
export type Authenticate = (authorization: string | undefined) => Promise<Caller>;

/** The WWW-Authenticate header where no token was sent. */
export const anyChallenge = 'Bearer realm="weapp-login"';

/**
 * The request has no valid session. `challenge` is its WWW-Authenticate header (RFC 6750, 3): an error is named only
 * where a token was sent.
 */
export class SessionRequired extends ProblemError {
  readonly challenge: string;

  constructor(wrongToken?: string) {
    super('session-required', { detail: wrongToken ?? 'No token was sent.' });
    this.challenge = wrongToken
      ? `${anyChallenge}, error="invalid_token", error_description="${wrongToken}"`
      : anyChallenge;
  }
}

/** @param now milliseconds since 1970 */
export function createAuthenticate(options: { store: Store; now: () => number }): Authenticate {
  const { store, now } = options;
  return async (authorization = '') => {
    const [, token] = /^Bearer(?: +(.*))?$/i.exec(authorization) ?? [];
    if (!token) throw new SessionRequired();
    if (!isToken(token)) throw new SessionRequired('The token is malformed.');

    const tokenHash = hashToken(token);
    const time = now();
    const found = await store.findSession(tokenHash, time);
    // One response for unknown, expired and revoked, so that guessing tokens reveals nothing.
    if (!found) throw new SessionRequired('The token belongs to no open session.');

    const caller = toCaller(found);
    const use = seen(found.session, time);
    if (!use) return caller;
    try {
      await store.touchSession(tokenHash, use);
    } catch (error) {
      // A read-only store is not a reason to refuse the caller; the next use tries again.
      if (!(error instanceof StoreUnavailable)) throw error;
      return caller;
    }
    return { ...caller, session: { ...caller.session, ...use } };
  };
}

/** Leaves out what a handler has no use for: the hash of the token. */
function toCaller({ session, user }: { session: StoredSession; user: StoredUser }): Caller {
  const { id, device, createdAt, lastSeenAt, expiresAt } = session;
  return {
    session: { id, ...(device !== undefined && { device }), createdAt, lastSeenAt, expiresAt },
    user,
  };
}

/** Half would suffice against guessing; this length also makes an unsalted hash safe to store. */
const tokenBytes = 32;

/** 32 bytes, base64url. */
const tokenPattern = /^[\w-]{43}$/;

/** Returns a new random token. */
export const createToken = (randomBytes: (size: number) => Buffer): string =>
  randomBytes(tokenBytes).toString('base64url');

/** Whether a string has the form of a token; saves a lookup. */
const isToken = (text: string): boolean => tokenPattern.test(text);

/** Returns the store's key for the session; a copy of the store opens no session. */
export const hashToken = (token: string): string => hash('sha256', token, 'base64url');

import { hkdfSync } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isProblemCode, ProblemError } from 'weapp-login';
import { seal, unseal } from '../sealing/seal.ts';
import { hashToken } from '../session/authenticate.ts';
import type {
  LoginAttempt,
  LoginRecord,
  Store,
  StoredSession,
  StoredUser,
} from '../store/store.ts';

/** Identifies a login attempt. Only its caller knows all three values; the server stores none of them. */
export interface AttemptName {
  appId: string;
  code: string;
  idempotencyKey: string;
}

const idBytes = 32;
const keyBytes = 32;
const context = 'token of a login attempt';

/**
 * Derives the id and the encryption key of an attempt; neither reveals the other. The store keeps the
 * id and a token encrypted with the key, so a copy of it opens no session without the code, which is random and not stored.
 * docs/decisions/0007-idempotent-login.md
 */
export function attemptSecrets({ appId, code, idempotencyKey }: AttemptName): {
  id: string;
  seal(token: string, randomBytes: (size: number) => Buffer): Uint8Array;
  /** @throws if another attempt sealed it */
  unseal(sealed: Uint8Array): string;
} {
  const derived = Buffer.from(
    hkdfSync('sha256', code, idempotencyKey, `login attempt ${appId}`, idBytes + keyBytes),
  );
  const key = derived.subarray(idBytes);
  return {
    id: derived.toString('base64url', 0, idBytes),
    seal: (token, randomBytes) => seal(token, { key, context, randomBytes }),
    unseal: (sealed) => unseal(sealed, { key, context }),
  };
}

/** How long a login can be retried: as long as its code would have lived. Milliseconds. */
export const replayMs = 5 * 60 * 1000;
/**
 * How long a retry waits for the first login, counted from the first one's start. Longer than WeChat and the store
 * may take, shorter than the 8 seconds after which the mini program gives up. Milliseconds.
 */
const patienceMs = 6_500;
const pollMs = 50;

/** A session with its token, which exists only in the request that opened it and in its retries. */
export interface OpenedSession {
  token: string;
  session: StoredSession;
  user: StoredUser;
}

/** A login attempt: started by this request, or by another one, possibly in another process. */
export type Claim =
  | {
      mine: true;
      /** Returns what the login records on success. */
      seal(token: string): NonNullable<LoginRecord['attempt']>;
      /** Records why the login failed, for its retries. */
      fail(error: unknown): void;
    }
  | {
      mine: false;
      /** Waits for the first request and resolves with its session. @throws {ProblemError} the first request's */
      outcome(): Promise<OpenedSession>;
    };

/**
 * Makes sure that each login attempt runs once, however often and in however many processes it is requested: a
 * code that may be spent is never sent to WeChat again.
 */
export function createClaim(options: {
  store: Store;
  now: () => number;
  randomBytes: (size: number) => Buffer;
}): (name: AttemptName) => Promise<Claim> {
  const { store, now, randomBytes } = options;

  return async (name) => {
    const { id, seal, unseal } = attemptSecrets(name);
    const arrivedAt = now();
    const begun = await store.claimAttempt(id, arrivedAt);
    if (!begun)
      return {
        mine: true,
        seal: (token) => ({ id, sealedToken: seal(token, randomBytes) }),
        fail(error) {
          const problem = error instanceof ProblemError ? error : brokenOff();
          // If this can't be recorded either, retries wait until they time out.
          store.failAttempt(id, writeFailure(problem)).catch(() => undefined);
        },
      };
    return {
      mine: false,
      async outcome() {
        // A start in the future comes from a clock that was ahead and has since been corrected.
        if (Math.abs(now() - begun.startedAt) >= replayMs) throw brokenOff();
        const firstStartedAt = Math.min(begun.startedAt, arrivedAt);
        const ended = isPending(begun)
          ? await within(patienceMs - (now() - firstStartedAt), (signal) => follow(id, signal))
          : begun;
        if (!ended.sealedToken) throw readFailure(ended.failure);
        const token = unseal(ended.sealedToken);
        const left = patienceMs - (now() - arrivedAt);
        const found = await within(left, () => store.findSession(hashToken(token), now()));
        if (found) return { token, ...found };
        throw new ProblemError('code-rejected', { detail: 'The session of this code has ended.' });
      },
    };
  };

  async function follow(id: string, signal: AbortSignal): Promise<LoginAttempt> {
    for (;;) {
      await sleep(pollMs, undefined, { signal });
      const attempt = await store.findAttempt(id);
      if (attempt && !isPending(attempt)) return attempt;
    }
  }
}

const isPending = ({ sealedToken, failure }: LoginAttempt) => !sealedToken && failure === undefined;

/** Runs work with a timeout in milliseconds. @throws {ProblemError} on timeout */
async function within<Result>(
  ms: number,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const ended = new AbortController();
  const { signal } = ended;
  const late = sleep(Math.max(0, ms), undefined, { signal }).then(() => {
    throw brokenOff();
  });
  try {
    return await Promise.race([work(signal), late]);
  } finally {
    ended.abort();
  }
}

const brokenOff = () =>
  new ProblemError('code-rejected', {
    detail: 'The login with this code was aborted; log in with a new code.',
  });

const writeFailure = ({ code, details: { detail, retryAfter } }: ProblemError) =>
  JSON.stringify({ code, detail, retryAfter });

/** A newer server may have written a code that this version doesn't know. */
function readFailure(failure: string | undefined): ProblemError {
  if (failure === undefined) return brokenOff();
  const { code, ...details } = JSON.parse(failure);
  return isProblemCode(code) ? new ProblemError(code, details) : brokenOff();
}

import { setTimeout as sleep } from 'node:timers/promises';
import { isProblemCode, ProblemError } from '@weapp-login/shared';
import type { LoginAttempt, LoginRecord, Store } from '../store/store.ts';
import { type AttemptName, attemptSecrets } from './attempt-secrets.ts';

/** A login can be asked for again for as long as its code would have lived. Milliseconds. */
export const replayMs = 5 * 60 * 1000;
/** Longer than WeChat and the store may take, shorter than the mini program waits. Milliseconds. */
const patienceMs = 6_500;
const pollMs = 50;

/** What a login under way has to write down when it succeeds. */
export type Complete = (token: string) => NonNullable<LoginRecord['attempt']>;

/** Carries out what `logIn` does, or gives the token of the time that it was. */
export type Once = <Result>(
  name: AttemptName,
  logIn: (complete: Complete) => Promise<Result>,
) => Promise<{ opened: Result } | { replayed: string }>;

const isPending = ({ sealedToken, failure }: LoginAttempt) => !sealedToken && failure === undefined;

const brokenOff = () =>
  new ProblemError('code-rejected', {
    detail: 'The login with this code was broken off; log in with a new code.',
  });

/**
 * Carries each login attempt out once, however often and in however many processes it is asked for. Whoever comes second
 * waits, and gets the token of the first or its failure: a code that may be spent is never sent to WeChat again.
 */
export function createOnce(options: {
  store: Store;
  now: () => number;
  randomBytes: (size: number) => Buffer;
}): Once {
  const { store, now, randomBytes } = options;

  async function ended(id: string, attempt: LoginAttempt): Promise<LoginAttempt> {
    const left = patienceMs - Math.max(0, now() - attempt.startedAt);
    let found = attempt;
    for (let waited = 0; waited < left && isPending(found); waited += pollMs) {
      await sleep(pollMs);
      found = (await store.findAttempt(id)) ?? found;
    }
    return found;
  }

  return async (name, logIn) => {
    const secrets = attemptSecrets(name);
    const begun = await store.claimAttempt(secrets.id, now());
    if (!begun) {
      try {
        const complete: Complete = (token) => ({
          id: secrets.id,
          sealedToken: secrets.seal(token, randomBytes),
        });
        return { opened: await logIn(complete) };
      } catch (error) {
        const problem = error instanceof ProblemError ? error : brokenOff();
        // Where even this can't be written, those who wait find out by waiting.
        await store.failAttempt(secrets.id, writeFailure(problem)).catch(() => undefined);
        throw error;
      }
    }
    if (now() - begun.startedAt >= replayMs) throw brokenOff();
    const { sealedToken, failure } = await ended(secrets.id, begun);
    if (sealedToken) return { replayed: secrets.unseal(sealedToken) };
    throw failure === undefined ? brokenOff() : readFailure(failure);
  };
}

const writeFailure = ({ code, details: { detail, retryAfter } }: ProblemError) =>
  JSON.stringify({ code, detail, retryAfter });

/** A newer server beside this one may have written a code that this one doesn't know. */
function readFailure(failure: string): ProblemError {
  const { code, ...details } = JSON.parse(failure);
  return isProblemCode(code) ? new ProblemError(code, details) : brokenOff();
}

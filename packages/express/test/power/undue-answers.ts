import { hashToken } from '../../src/session/authenticate.ts';
import type { Answer } from './client.ts';
import { type History, never } from './history.ts';

/** So long after a fault has ended a server may still answer 503. Nanoseconds. */
const aftermath = 1.5e9;

/**
 * Answers that no fault of the disk excuses: a status other than 503 during one, 503 long after it, and 401 to a token
 * that was not ended.
 * @param options.troubles when a fault or a restart lasted
 */
export function undueAnswers(options: {
  answers: readonly Answer[];
  history: History;
  troubles: readonly { from: number; to: number }[];
}): string[] {
  const { answers, history, troubles } = options;
  const inTrouble = ({ span }: Answer) =>
    troubles.some(({ from, to }) => span.start < to + aftermath && span.over > from);
  const endOf = new Map<string, number>();
  for (const { openid, tokenHash = openid, span } of history.endings)
    endOf.set(tokenHash, Math.min(span.start, endOf.get(tokenHash) ?? span.start));
  const ownerOf = new Map(history.logins.map(({ tokenHash, openid }) => [tokenHash, openid]));

  function isEnded({ token = '', span }: Answer): boolean {
    const tokenHash = hashToken(token);
    return [tokenHash, ownerOf.get(tokenHash) ?? ''].some(
      (key) => (endOf.get(key) ?? never) < span.over,
    );
  }

  const isDue = (answer: Answer): boolean => {
    const { status, body } = answer;
    if (status === 200 || status === 204) return true;
    if (status === 0 || status === 503) return inTrouble(answer);
    if (status === 401) return isEnded(answer);
    // Of a login that is asked for again: its session may have ended, or its first try been broken off.
    return body?.code === 'code-rejected';
  };
  return answers
    .filter((answer) => !isDue(answer))
    .map(({ request, status, body }) => `${request} was answered ${status} ${body?.code ?? ''}`);
}

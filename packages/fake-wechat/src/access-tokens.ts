import { randomBytes } from 'node:crypto';

/*
 * Numbers of https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/mp-access-token/getStableAccessToken.html
 */
const lifetimeMs = 7_200_000;
/** A token with less than this left is replaced, and lives on beside its successor until its own end. */
const renewalMs = 300_000;
const forcedApartMs = 30_000;
const forcedADay = 20;

interface IssuedToken {
  accessToken: string;
  appId: string;
  expiresAt: number;
  killed: boolean;
}

export interface CurrentToken {
  accessToken: string;
  secondsLeft: number;
}

export type TokenCheck =
  | { kind: 'alive'; appId: string }
  | { kind: 'expired' }
  /** Never issued, or killed since. */
  | { kind: 'unknown' };

export interface AccessTokens {
  /** The token of normal mode: the same one for everyone who asks, until its last five minutes. */
  current(appId: string): CurrentToken;
  /**
   * A new token, and the end of those before it; the current one within 30 seconds of the last time; undefined once
   * the twenty times of the day are spent.
   */
  refresh(appId: string): CurrentToken | undefined;
  check(accessToken: string): TokenCheck;
  /** Ends every token of the app. */
  revoke(appId: string): void;
}

/** The access_tokens of every app; `now` is in milliseconds. */
export function createAccessTokens(now: () => number): AccessTokens {
  const issued = new Map<string, IssuedToken>();
  const newest = new Map<string, IssuedToken>();
  const forced = new Map<string, number[]>();

  const isAlive = (token: IssuedToken) => !token.killed && now() < token.expiresAt;
  const describe = ({ accessToken, expiresAt }: IssuedToken): CurrentToken => ({
    accessToken,
    secondsLeft: Math.floor((expiresAt - now()) / 1000),
  });

  function issue(appId: string): IssuedToken {
    const accessToken = `99_${randomBytes(96).toString('base64url')}`;
    const token = { accessToken, appId, expiresAt: now() + lifetimeMs, killed: false };
    issued.set(accessToken, token);
    newest.set(appId, token);
    return token;
  }

  function current(appId: string): CurrentToken {
    const token = newest.get(appId);
    const lasts = token && !token.killed && token.expiresAt - now() >= renewalMs;
    return describe(lasts ? token : issue(appId));
  }

  function revoke(appId: string): void {
    for (const token of issued.values())
      if (token.appId === appId && isAlive(token)) token.killed = true;
  }

  return {
    current,
    refresh(appId) {
      const times = forced.get(appId) ?? [];
      const last = times.at(-1);
      if (last !== undefined && now() - last < forcedApartMs) return current(appId);
      const today = times.filter((at) => dayOf(at) === dayOf(now()));
      if (today.length >= forcedADay) return undefined;
      forced.set(appId, [...today, now()]);
      revoke(appId);
      return describe(issue(appId));
    },
    check(accessToken) {
      const token = issued.get(accessToken);
      if (!token || token.killed) return { kind: 'unknown' };
      return isAlive(token) ? { kind: 'alive', appId: token.appId } : { kind: 'expired' };
    },
    revoke,
  };
}

/** WeChat's days begin at midnight in China. */
export const dayOf = (at: number): number => Math.floor((at + 8 * 3_600_000) / 86_400_000);

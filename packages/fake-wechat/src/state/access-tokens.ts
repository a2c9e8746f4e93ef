import { randomBytes } from 'node:crypto';

/*
 * Numbers of https://developers.weixin.qq.com/miniprogram/dev/server/API/mp-access-token/api_getstableaccesstoken.html
 */
const lifetimeMs = 7_200_000;
/** A token with less than this left is replaced; it stays valid until it expires. */
const renewalMs = 300_000;
const forcedApartMs = 30_000;
const forcedADay = 20;
/**
 * How long a token of /cgi-bin/token stays valid after the next one is fetched:
 * https://developers.weixin.qq.com/miniprogram/dev/server/API/mp-access-token/api_getaccesstoken.html
 */
const overlapMs = 300_000;

interface IssuedToken {
  accessToken: string;
  appId: string;
  /** Issued by stable_token. The two kinds don't affect each other. */
  stable: boolean;
  expiresAt: number;
  /** When a forced refresh or a newer token revokes it, if before `expiresAt`. */
  endsAt: number;
}

export interface CurrentToken {
  accessToken: string;
  secondsLeft: number;
}

export type TokenCheck =
  | { kind: 'alive'; appId: string }
  | { kind: 'expired' }
  /** Never issued, or revoked. */
  | { kind: 'unknown' };

export interface AccessTokens {
  /** Returns the token of normal mode: the same one for all callers until its last five minutes. */
  current(appId: string): CurrentToken;
  /**
   * Issues a new token and revokes the previous ones. Returns the current one within 30 seconds of the last refresh,
   * and undefined after 20 refreshes in a day.
   */
  refresh(appId: string): CurrentToken | undefined;
  /**
   * Issues a token of /cgi-bin/token: a new one each time, which revokes the previous ones in five minutes. Tokens of
   * stable_token are not affected.
   */
  fetch(appId: string): CurrentToken;
  check(accessToken: string): TokenCheck;
  /** Revokes every token of the app, of both kinds. */
  revoke(appId: string): void;
}

/** Creates the access_tokens of every app; `now` is in milliseconds. */
export function createAccessTokens(now: () => number): AccessTokens {
  const issued = new Map<string, IssuedToken>();
  const newest = new Map<string, IssuedToken>();
  const forced = new Map<string, number[]>();

  const describe = ({ accessToken, expiresAt }: IssuedToken): CurrentToken => ({
    accessToken,
    secondsLeft: Math.floor((expiresAt - now()) / 1000),
  });

  function issue(appId: string, stable: boolean): IssuedToken {
    const accessToken = `99_${randomBytes(96).toString('base64url')}`;
    const expiresAt = now() + lifetimeMs;
    const token = { accessToken, appId, stable, expiresAt, endsAt: Infinity };
    issued.set(accessToken, token);
    return token;
  }

  function issueStable(appId: string): IssuedToken {
    const token = issue(appId, true);
    newest.set(appId, token);
    return token;
  }

  function current(appId: string): CurrentToken {
    const token = newest.get(appId);
    const lasts = token && now() < token.endsAt && token.expiresAt - now() >= renewalMs;
    return describe(lasts ? token : issueStable(appId));
  }

  /** Revokes the app's tokens of one kind at a given time, or earlier if they were to end earlier. */
  function end(appId: string, stable: boolean, at: number): void {
    for (const token of issued.values())
      if (token.appId === appId && token.stable === stable)
        token.endsAt = Math.min(token.endsAt, at);
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
      end(appId, true, now());
      return describe(issueStable(appId));
    },
    fetch(appId) {
      end(appId, false, now() + overlapMs);
      return describe(issue(appId, false));
    },
    check(accessToken) {
      const token = issued.get(accessToken);
      if (!token || now() >= token.endsAt) return { kind: 'unknown' };
      return now() < token.expiresAt ? { kind: 'alive', appId: token.appId } : { kind: 'expired' };
    },
    revoke(appId) {
      for (const stable of [true, false]) end(appId, stable, now());
    },
  };
}

/** Returns the number of the day; WeChat's days begin at midnight in China (UTC+8). */
export function dayOf(at: number): number {
  return Math.floor((at + 8 * 3_600_000) / 86_400_000);
}

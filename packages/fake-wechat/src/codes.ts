import { randomInt } from 'node:crypto';

/** What wx.login's documentation promises: https://developers.weixin.qq.com/miniprogram/dev/api/open-api/login/wx.login.html */
const codeLifetimeMs = 5 * 60 * 1000;

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

interface IssuedCode {
  personId: string;
  appId: string;
  issuedAt: number;
  used: boolean;
}

export type Redemption =
  | { kind: 'redeemed'; personId: string }
  | { kind: 'invalid' }
  | { kind: 'used' };

export interface Codes {
  issue(input: { personId: string; appId: string }): string;
  /** Spends the code, unless it is unknown, expired, used, or of another app. */
  redeem(code: string, appId: string): Redemption;
  expire(code: string): void;
  outstanding(): number;
}

/** The codes that wx.login handed out; `now` is in milliseconds. */
export function createCodes(now: () => number): Codes {
  const issued = new Map<string, IssuedCode>();

  /** The map is in the order of issue, so the first code that still lives ends the search. */
  function dropExpired(): void {
    for (const [code, { issuedAt }] of issued) {
      if (now() - issuedAt < codeLifetimeMs) return;
      issued.delete(code);
    }
  }

  return {
    issue({ personId, appId }) {
      dropExpired();
      const code = `0${Array.from({ length: 31 }, () => alphabet[randomInt(alphabet.length)]).join('')}`;
      issued.set(code, { personId, appId, issuedAt: now(), used: false });
      return code;
    },
    redeem(code, appId) {
      dropExpired();
      const found = issued.get(code);
      if (!found || found.appId !== appId) return { kind: 'invalid' };
      if (found.used) return { kind: 'used' };
      found.used = true;
      return { kind: 'redeemed', personId: found.personId };
    },
    expire(code) {
      issued.delete(code);
    },
    outstanding() {
      dropExpired();
      return [...issued.values()].filter(({ used }) => !used).length;
    },
  };
}

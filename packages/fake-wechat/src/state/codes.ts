import { randomBytes, randomInt } from 'node:crypto';
import { openidOf } from './people.ts';

/**
 * The documented lifetime of both kinds:
 * https://developers.weixin.qq.com/miniprogram/dev/api/open-api/login/wx.login.html
 * https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/getPhoneNumber.html
 */
const codeLifetimeMs = 5 * 60 * 1000;

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Returns a code like those of wx.login: 32 characters. */
export function newLoginCode(): string {
  return `0${Array.from({ length: 31 }, () => alphabet[randomInt(alphabet.length)]).join('')}`;
}

/** Returns a code like those of the getPhoneNumber button: 64 hexadecimal characters. */
export function newPhoneCode(): string {
  return randomBytes(32).toString('hex');
}

interface IssuedCode {
  personId: string;
  appId: string;
  issuedAt: number;
  used: boolean;
}

export type Redemption =
  | { kind: 'redeemed'; personId: string }
  | { kind: 'invalid' }
  | { kind: 'foreign' }
  | { kind: 'used' };

export interface Codes {
  issue(input: { personId: string; appId: string }): string;
  /** Uses up the code unless it is unknown, expired, used, or belongs to another app or another openid. */
  redeem(code: string, by: { appId: string; openid?: string }): Redemption;
  expire(code: string): void;
  outstanding(): number;
}

/** Creates the store of issued codes of one kind; `now` is in milliseconds. */
export function createCodes(now: () => number, newCode: () => string): Codes {
  const issued = new Map<string, IssuedCode>();

  /** The map is in order of issue, so the search stops at the first code that has not expired. */
  function dropExpired(): void {
    for (const [code, { issuedAt }] of issued) {
      if (now() - issuedAt < codeLifetimeMs) return;
      issued.delete(code);
    }
  }

  return {
    issue({ personId, appId }) {
      dropExpired();
      const code = newCode();
      issued.set(code, { personId, appId, issuedAt: now(), used: false });
      return code;
    },
    redeem(code, { appId, openid }) {
      dropExpired();
      const found = issued.get(code);
      if (!found) return { kind: 'invalid' };
      if (found.appId !== appId) return { kind: 'foreign' };
      if (openid && openid !== openidOf(found.personId, appId)) return { kind: 'invalid' };
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

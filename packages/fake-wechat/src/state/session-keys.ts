import { randomBytes } from 'node:crypto';

export interface SessionKeys {
  /** Replaces the person's key in this app and returns the new one. */
  rotate(openid: string): string;
  current(openid: string): string | undefined;
}

/** Creates the store of session_keys by openid: base64 of 16 random bytes, as code2Session returns them. */
export function createSessionKeys(): SessionKeys {
  const keys = new Map<string, string>();
  return {
    rotate(openid) {
      const key = randomBytes(16).toString('base64');
      keys.set(openid, key);
      return key;
    },
    current: (openid) => keys.get(openid),
  };
}

import { hash } from 'node:crypto';

/** Half would suffice against guessing; this length also makes an unsalted hash safe to store. */
const tokenBytes = 32;

/** 32 bytes, base64url. */
const tokenPattern = /^[\w-]{43}$/;

/** Returns a new random token. */
export const createToken = (randomBytes: (size: number) => Buffer): string =>
  randomBytes(tokenBytes).toString('base64url');

/** Whether a string has the form of a token; saves a lookup. */
export const isToken = (text: string): boolean => tokenPattern.test(text);

/** Returns the store's key for the session; a copy of the store opens no session. */
export const hashToken = (token: string): string => hash('sha256', token, 'base64url');

import { hash } from 'node:crypto';

/** Half of it would do against guessing; it also makes a hash without salt safe to store. */
const tokenBytes = 32;

/** 32 bytes, base64url. */
const tokenPattern = /^[\w-]{43}$/;

/** A new token: what a session is known by, to its owner alone. */
export const createToken = (randomBytes: (size: number) => Buffer): string =>
  randomBytes(tokenBytes).toString('base64url');

/** Whether this could be a token of ours; it spares the store a search. */
export const isToken = (text: string): boolean => tokenPattern.test(text);

/** Under what the store keeps the session: a copy of the store opens no session. */
export const hashToken = (token: string): string => hash('sha256', token, 'base64url');

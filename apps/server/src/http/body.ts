import { ProblemError, type RouteName } from '@weapp-login/shared';
import { bodies } from '@weapp-login/shared/schemas';
import express, { type RequestHandler } from 'express';
import type { ReadBody } from './handler.ts';
import { readMultipart } from './multipart.ts';

const limit = 16 * 1024;

// Compressed bodies are refused: nothing sent here is worth compressing, and the limit holds for what is sent.
const readers = {
  json: {
    type: 'application/json',
    read: express.json({ limit, inflate: false, strict: false }),
  },
  form: {
    type: 'application/x-www-form-urlencoded',
    read: express.urlencoded({ limit, inflate: false, extended: false }),
  },
  multipart: { type: 'multipart/form-data', read: readMultipart },
};

/** In what form each route takes its body; `none` leaves it unread. */
const media: Readonly<Record<RouteName, keyof typeof readers | 'none'>> = {
  login: 'json',
  logout: 'none',
  me: 'none',
  phone: 'json',
  userData: 'json',
  profile: 'json',
  avatar: 'multipart',
  sessions: 'none',
  revokeSession: 'none',
  revokeSessions: 'none',
  openid: 'json',
  wechatlogin: 'form',
};

/** The content type in which a route takes its body; `undefined` where it takes none. */
export const contentTypeOf = (name: RouteName): string | undefined => {
  const medium = media[name];
  return medium === 'none' ? undefined : readers[medium].type;
};

/** Reads the body of a route, up to 16 KB beside a picture, and refuses one of another content type. */
export function bodyReader(name: RouteName): RequestHandler[] {
  const medium = media[name];
  if (medium === 'none') return [];
  const { type, read } = readers[medium];
  const checkType: RequestHandler = (req, _res, next) => {
    const isEmpty = req.get('content-length') === '0';
    if (!isEmpty && req.is(type) === false)
      throw new ProblemError('unsupported-media-type', { detail: `The body has to be ${type}.` });
    next();
  };
  return [checkType, read];
}

/**
 * Checks a body against the contract.
 * @throws {ProblemError} `invalid-request`, with a JSON Pointer to each fault
 */
export function parseBody<Name extends RouteName>(name: Name, body: unknown): ReadBody<Name> {
  const parsed = bodies[name].request.safeParse(body);
  if (!parsed.success)
    throw new ProblemError('invalid-request', {
      errors: parsed.error.issues.map(({ path, message }) => ({
        pointer: path.map((key) => `/${escapePointer(String(key))}`).join(''),
        detail: message,
      })),
    });
  // The schema of one route: the compiler sees the union of all.
  return parsed.data as ReadBody<Name>;
}

/** RFC 6901, 3. */
const escapePointer = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1');

import { ProblemError, type RouteName } from '@weapp-login/shared';
import express, { type RequestHandler } from 'express';
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

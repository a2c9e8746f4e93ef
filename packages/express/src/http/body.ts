import express, { type RequestHandler } from 'express';
import { ProblemError, type RouteName } from 'weapp-login';
import { avatarMaxSize } from 'weapp-login/schemas';
import { createBodyLimit, createPersonLimit } from './limit-bodies.ts';
import { readMultipart } from './multipart.ts';

const limit = 16 * 1024;
/** A picture, and as much as a form may have around it. */
const formLimit = avatarMaxSize + limit;

/** How many bytes of bodies are in memory at a time, beside small ones. A picture is there more than once. */
const inFlight = { other: 16 * 1024 * 1024, multipart: 48 * formLimit };
const uploadsOfPerson = 4;

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

/**
 * Returns what reads the body of a route, up to 16 KB beside a picture, and refuses one of another content type, or any
 * while too many are in flight. The routes share that limit.
 */
export function createBodyReaders(): (name: RouteName) => RequestHandler[] {
  const limitOther = createBodyLimit({ bytes: inFlight.other })(limit);
  const limitPictures = [
    createPersonLimit({ most: uploadsOfPerson }),
    createBodyLimit({ bytes: inFlight.multipart })(formLimit),
  ];
  return (name) => {
    const medium = media[name];
    if (medium === 'none') return [];
    const limits = medium === 'multipart' ? limitPictures : [limitOther];
    return [checkType(readers[medium].type), ...limits, readers[medium].read];
  };
}

/** UTF-8 by any of its names, such as utf8, "UTF-8" and utf_8. */
const isUtf8 = (charset: string) => charset.toLowerCase().replaceAll(/[^a-z0-9]/g, '') === 'utf8';

/**
 * Refuses a body of another content type. Parameters are read liberally, because the libraries of callers write them:
 * every name of UTF-8 becomes the one that body readers know, and an empty or unfinished parameter counts as absent.
 */
function checkType(type: string): RequestHandler {
  return (req, _res, next) => {
    if (req.headers['content-length'] === '0') return next();
    const [media = '', ...parameters] = (req.headers['content-type'] ?? '').split(';');
    if (req.is('*/*') !== null && media.trim().toLowerCase() !== type)
      throw new ProblemError('unsupported-media-type', { detail: `The body must be ${type}.` });
    if (parameters.length > 0 && type !== 'multipart/form-data')
      req.headers['content-type'] = `${type}${charsetOf(parameters)}`;
    next();
  };
}

function charsetOf(parameters: string[]): string {
  for (const parameter of parameters) {
    const [name = '', value = ''] = parameter.split('=').map((part) => part.trim());
    const charset = value.replaceAll(/^["']|["']$/g, '');
    if (name.toLowerCase() === 'charset' && charset)
      return `; charset=${isUtf8(charset) ? 'utf-8' : charset}`;
  }
  return '';
}

import express, { type RequestHandler } from 'express';
import {
  avatarFile,
  bodyMaxBytes as limit,
  ProblemError,
  type RouteName,
  routes,
} from 'weapp-login';
import { createBodyLimit, createPersonLimit } from './limit-bodies.ts';
import { readMultipart } from './multipart.ts';

/** A picture plus the form around it. */
const formLimit = avatarFile.maxBytes + limit;

/** The maximum of body bytes in memory, not counting small bodies. A picture is held more than once. */
const inFlight = { other: 16 * 1024 * 1024, multipart: 48 * formLimit };
const uploadsOfPerson = 4;

// Compressed bodies are refused: none is worth compressing, and the limit applies to the bytes sent.
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

/** The content type of a route's body; `undefined` without a body. */
export const contentTypeOf = (name: RouteName): string | undefined => {
  const { body } = routes[name];
  return body && readers[body.type].type;
};

/**
 * Returns the body reader of a route: up to 16 KB, or a picture. It refuses other content types, and any body
 * while too many are in flight. All routes share that limit.
 */
export function createBodyReaders(): (name: RouteName) => RequestHandler[] {
  const limitOther = createBodyLimit({ bytes: inFlight.other })(limit);
  const limitPictures = [
    createPersonLimit({ most: uploadsOfPerson }),
    createBodyLimit({ bytes: inFlight.multipart })(formLimit),
  ];
  return (name) => {
    const { body } = routes[name];
    if (!body) return [];
    const { type, read } = readers[body.type];
    const limits = body.type === 'multipart' ? limitPictures : [limitOther];
    return [checkType(type), ...limits, read];
  };
}

/** Any name of UTF-8, such as utf8, "UTF-8" or utf_8. */
const isUtf8 = (charset: string) => charset.toLowerCase().replaceAll(/[^a-z0-9]/g, '') === 'utf8';

/**
 * Refuses a body with another content type. Parameters are parsed leniently, because client libraries write them:
 * every name of UTF-8 is normalized for the body readers, and an empty or incomplete parameter counts as absent.
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

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

/** A picture, and as much as a form may have around it. */
const formLimit = avatarFile.maxBytes + limit;

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

/** The content type in which a route takes its body; `undefined` where it takes none. */
export const contentTypeOf = (name: RouteName): string | undefined => {
  const { body } = routes[name];
  return body && readers[body.type].type;
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
    const { body } = routes[name];
    if (!body) return [];
    const { type, read } = readers[body.type];
    const limits = body.type === 'multipart' ? limitPictures : [limitOther];
    return [checkType(type), ...limits, read];
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

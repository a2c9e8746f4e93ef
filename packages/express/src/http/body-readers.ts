import type { IncomingMessage } from 'node:http';
import bodyParser from 'body-parser';
import { avatarFile, bodyMaxBytes, ProblemError, type Route, type RouteBody } from 'weapp-login';
import { contextOf } from '../request/begin-request.ts';
import type { Middleware } from '../request/middleware.ts';
import { readMultipart } from './multipart.ts';

/** A picture plus the form around it. */
const formLimit = avatarFile.maxBytes + bodyMaxBytes;

/** The maximum of body bytes in memory, not counting small bodies. A picture is held more than once. */
const inFlight = { other: 16 * 1024 * 1024, multipart: 48 * formLimit };
const uploadsOfPerson = 4;

const contentTypes = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  multipart: 'multipart/form-data',
} as const;

// Compressed bodies are refused: none is worth compressing, and the limit applies to the bytes sent.
function readerOf(body: RouteBody): Middleware {
  if (body.type === 'multipart') return readMultipart(body.file);
  const { maxBytes: limit = bodyMaxBytes } = body;
  return body.type === 'json'
    ? bodyParser.json({ limit, inflate: false, strict: false })
    : bodyParser.urlencoded({ limit, inflate: false, extended: false });
}

/** The content type of a route's body; `undefined` without a body. */
export const contentTypeOf = ({ body }: Route): string | undefined =>
  body && contentTypes[body.type];

/** Returns the middleware that reads the body of a route. */
export type BodyReaders = (route: Route) => Middleware[];

/**
 * Returns a function from a route to the middleware that reads its body: up to 16 KB besides a file. It refuses other content
 * types, and any body while too many are in flight in all routes. A body that the host has parsed is used as is.
 */
export function createBodyReaders(): BodyReaders {
  const limitOthers = createBodyLimit({ bytes: inFlight.other });
  const limitForms = createBodyLimit({ bytes: inFlight.multipart });
  const limitPerson = createPersonLimit({ most: uploadsOfPerson });
  return ({ body }) => {
    if (!body) return [];
    const limits =
      body.type === 'multipart'
        ? [limitPerson, limitForms(body.file.maxBytes + bodyMaxBytes)]
        : [limitOthers(body.maxBytes ?? bodyMaxBytes)];
    return [checkType(contentTypes[body.type]), ...limits, readerOf(body)];
  };
}

/** Whether a request has a body, be it empty (RFC 9112, 6). */
const hasBody = ({ headers }: IncomingMessage) =>
  headers['transfer-encoding'] !== undefined || headers['content-length'] !== undefined;

/** Any name of UTF-8, such as utf8, "UTF-8" or utf_8. */
const isUtf8 = (charset: string) => charset.toLowerCase().replaceAll(/[^a-z0-9]/g, '') === 'utf8';

/**
 * Refuses a body with another content type. Parameters are parsed leniently, because client libraries write them:
 * every name of UTF-8 is normalized for the body readers, and an empty or incomplete parameter counts as absent.
 */
function checkType(type: string): Middleware {
  return (req, _res, next) => {
    if (req.headers['content-length'] === '0') return next();
    const [media = '', ...parameters] = (req.headers['content-type'] ?? '').split(';');
    if (hasBody(req) && media.trim().toLowerCase() !== type)
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

/** In seconds. */
const retryAfter = 2;

/** Bodies up to this size take less memory than their connection. They are not counted, so logins never wait. */
const uncounted = 4 * 1024;

/**
 * Bounds the memory of request bodies, each from before it is read until its response is sent. The announced
 * length is counted, or the maximum if none is announced, because a caller can send slowly.
 * @param options.bytes the maximum in flight
 * @returns a function from a route's body limit in bytes to the middleware before its body reader
 * @throws {ProblemError} `overloaded`
 */
export function createBodyLimit({ bytes }: { bytes: number }): (largest: number) => Middleware {
  let free = bytes;
  return (largest) => (req, res, next) => {
    const announced = Number(req.headers['content-length'] ?? largest);
    const size = Math.min(announced, largest);
    if (size <= uncounted) return next();
    if (size > free) throw new ProblemError('overloaded', { retryAfter });
    free -= size;
    res.once('close', () => {
      free += size;
    });
    next();
  };
}

/**
 * Bounds how many bodies of one person are in flight, so that one person can't use up the shared limit.
 * @throws {ProblemError} `too-many-requests`
 */
function createPersonLimit({ most }: { most: number }): Middleware {
  const inFlight = new Map<string, number>();
  return (_req, res, next) => {
    // A route without session has no person to count.
    const id = contextOf(res).caller?.user.id;
    if (id === undefined) return next();
    const count = inFlight.get(id) ?? 0;
    if (count >= most)
      throw new ProblemError('too-many-requests', {
        detail: `At most ${most} concurrent uploads.`,
        retryAfter,
      });
    inFlight.set(id, count + 1);
    res.once('close', () => {
      const left = (inFlight.get(id) ?? 1) - 1;
      if (left === 0) inFlight.delete(id);
      else inFlight.set(id, left);
    });
    next();
  };
}

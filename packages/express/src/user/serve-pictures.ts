import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { finished, type Readable } from 'node:stream';
import type { Router } from 'router';
import { ProblemError } from 'weapp-login';
import type { FileStore, ReadFile } from '../file-store/file-store.ts';
import { contentTypeOfBytes, contentTypeOfName } from '../file-store/picture-types.ts';
import { mount } from '../http/mount.ts';
import { setHeaders } from '../http/send-bytes.ts';
import type { BeginRequest } from '../request/begin-request.ts';
import { contextOf } from '../request/begin-request.ts';
import type { Log } from '../request/log.ts';
import type { Middleware } from '../request/middleware.ts';
import { StoreUnavailable } from '../store/store-unavailable.ts';

/** Returns the path of a picture on this server. */
export const picturePath = (name: string): string => `/pictures/${name}`;

/**
 * Serves pictures. A name is a capability: not guessable, and returned only with its user.
 * Its content never changes, so a phone downloads it once. Pictures are streamed at the pace of the
 * reader.
 */
export function mountPictures(
  router: Router,
  { files, log, begin }: { files: FileStore; log: Log; begin: BeginRequest },
): void {
  const serve: Middleware = async (req, res) => {
    const { name } = (req as IncomingMessage & { params: { name: string } }).params;
    const contentType = contentTypeOfName(name);
    if (!contentType || !(await isItsTurn(res))) throw new ProblemError('not-found');
    const file = await files.read(name);
    if (!file) throw new ProblemError('not-found');
    const { stream, size } = file;
    try {
      if (contentTypeOfBytes(await firstBytesOf(stream)) !== contentType) {
        log.error({ requestId: contextOf(res).id }, 'picture file is damaged');
        throw new ProblemError('not-found');
      }
      setHeaders(res, {
        'Content-Type': contentType,
        'Content-Length': String(size),
        'Cache-Control': 'public, max-age=31536000, immutable',
        // The bytes are untrusted: browsers must show them as a picture or not at all.
        'Content-Security-Policy': "default-src 'none'; sandbox",
        'Cross-Origin-Resource-Policy': 'cross-origin',
      });
      if (req.method === 'HEAD') res.end();
      else await send(file, res);
    } finally {
      stream.destroy();
    }
  };
  mount(router, picturePath(':name'), { begin, methods: { GET: { steps: [serve] } } });
}

/**
 * Resolves when earlier responses on the connection are written; until then a picture would wait in memory.
 * @returns false if the connection was closed meanwhile
 */
async function isItsTurn(res: ServerResponse): Promise<boolean> {
  if (res.socket) return !res.socket.destroyed;
  const gone = new AbortController();
  res.req.once('close', () => gone.abort());
  return once(res, 'socket', { signal: gone.signal }).then(
    () => true,
    () => false,
  );
}

/** Waits for the first bytes, without consuming them. */
async function firstBytesOf(stream: Readable): Promise<Uint8Array> {
  if (stream.errored) throw brokenOff(stream.errored);
  await once(stream, 'readable').catch((error: Error) => {
    throw brokenOff(error);
  });
  const bytes: Buffer | null = stream.read();
  if (bytes) stream.unshift(bytes);
  return bytes ?? new Uint8Array();
}

/**
 * Resolves when everything is sent or the reader is gone. A client must not mistake a partial picture for a complete one, nor
 * the next response for its rest: an error closes the connection.
 */
const send = ({ stream, size }: ReadFile, res: ServerResponse): Promise<void> =>
  new Promise((resolve, reject) => {
    let left = size;
    stream.on('error', (error) => {
      res.destroy();
      reject(brokenOff(error));
    });
    stream.on('data', (chunk: Buffer) => {
      left -= chunk.length;
    });
    stream.once('end', () => {
      if (left === 0) res.end();
      else stream.destroy(new Error('its length differs'));
    });
    finished(res, () => resolve());
    stream.pipe(res, { end: false });
  });

const brokenOff = (error: Error) =>
  new StoreUnavailable(
    `a picture was truncated: ${(error as NodeJS.ErrnoException).code ?? error.name}`,
  );

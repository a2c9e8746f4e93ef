import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import multer, { MulterError } from 'multer';
import { bodyMaxBytes, ProblemError, type RouteFile } from 'weapp-login';
import { contentTypeOfBytes } from '../file-store/picture-types.ts';
import type { Middleware } from '../request/middleware.ts';

/** A request as multer leaves it, in this package or in the host. */
type WithForm = IncomingMessage & {
  body?: object;
  file?: UploadedFile;
  files?: UploadedFile[] | Record<string, UploadedFile[]>;
};

interface UploadedFile {
  fieldname: string;
  mimetype: string;
  /** In memory, or on the disk. */
  buffer?: Buffer;
  path?: string;
}

/**
 * Returns middleware that parses a form with a file, as wx.uploadFile sends it, into an object with one member per field. The
 * content type of a picture is detected from its bytes, and empty if unknown. A form that the host has parsed is used as is.
 */
export function readMultipart(file: RouteFile): Middleware {
  const { maxBytes } = file;
  const readForm = multer({
    storage: multer.memoryStorage(),
    limits: {
      fileSize: maxBytes,
      files: 1,
      fields: 8,
      fieldNameSize: 100,
      fieldSize: 1_024,
      parts: 9,
      headerPairs: 16,
    },
  }).any() as unknown as Middleware;
  const tooLarge = () =>
    new ProblemError('body-too-large', { detail: `The limit is ${sizeInWords(maxBytes)}.` });

  return async (req, res, next) => {
    if (Number(req.headers['content-length']) > maxBytes + bodyMaxBytes) throw tooLarge();
    // Reading again would wait for an end that has been.
    if (!req.readableEnded) {
      const error = await firstCall((done) => void readForm(req, res, done));
      if (error instanceof MulterError && error.code === 'LIMIT_FILE_SIZE') throw tooLarge();
      if (error) throw new ProblemError('invalid-request', { detail: 'The form cannot be read.' });
    }
    const form = req as WithForm;
    form.body = { ...form.body, ...(await filesOf(form, file)) };
    next();
  };
}

/** Resolves with what a callback is called with first: a form without a boundary, whose caller then leaves, fails twice. */
const firstCall = (run: (done: (error?: unknown) => void) => void): Promise<unknown> =>
  new Promise((resolve) => run(resolve));

const sizeInWords = (bytes: number): string =>
  bytes % (1024 * 1024) === 0 ? `${bytes / 1024 / 1024} MB` : `${Math.round(bytes / 1024)} KB`;

async function filesOf(form: WithForm, { contentTypes }: RouteFile): Promise<Record<string, File>> {
  const listed = form.files ?? (form.file ? [form.file] : []);
  const uploaded = Array.isArray(listed) ? listed : Object.values(listed).flat();
  const files = uploaded.map(async ({ fieldname, mimetype, buffer, path = '' }) => {
    const bytes = buffer ?? (await readFile(path));
    // What the sender calls a picture proves nothing.
    const declared = contentTypes.includes(mimetype) && !mimetype.startsWith('image/');
    const type = contentTypeOfBytes(bytes) ?? (declared ? mimetype : '');
    return [fieldname, new File([bytes as Buffer<ArrayBuffer>], fieldname, { type })] as const;
  });
  return Object.fromEntries(await Promise.all(files));
}

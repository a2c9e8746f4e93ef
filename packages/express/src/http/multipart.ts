import type { Request, RequestHandler } from 'express';
import multer, { MulterError } from 'multer';
import { avatarFile, bodyMaxBytes, ProblemError } from 'weapp-login';
import { contentTypeOfBytes } from '../file-store/picture-types.ts';

const readForm = multer({
  storage: multer.memoryStorage(),
  limits: {
    fileSize: avatarFile.maxBytes,
    files: 1,
    fields: 8,
    fieldNameSize: 100,
    fieldSize: 1_024,
    parts: 9,
    headerPairs: 16,
  },
}).any();

const tooLarge = () =>
  new ProblemError('body-too-large', {
    detail: `The limit is ${avatarFile.maxBytes / 1024 / 1024} MB.`,
  });

/**
 * Reads a form with a file, as wx.uploadFile sends it, into an object with one member per field. The content type of the
 * file is detected from its bytes, and empty if they are not a picture.
 */
export const readMultipart: RequestHandler = (req, res, next) => {
  if (Number(req.get('content-length')) > avatarFile.maxBytes + bodyMaxBytes) throw tooLarge();
  let read = false;
  readForm(req, res, (error: unknown) => {
    // A form without a boundary whose caller then disconnects is reported twice.
    if (read) return;
    read = true;
    if (error) {
      const isTooLarge = error instanceof MulterError && error.code === 'LIMIT_FILE_SIZE';
      next(
        isTooLarge
          ? tooLarge()
          : new ProblemError('invalid-request', { detail: 'The form cannot be read.' }),
      );
      return;
    }
    req.body = { ...req.body, ...filesOf(req) };
    next();
  });
};

const filesOf = ({ files }: Request): Record<string, File> =>
  Object.fromEntries(
    (Array.isArray(files) ? files : []).map(({ fieldname, buffer }) => [
      fieldname,
      new File([buffer as Buffer<ArrayBuffer>], fieldname, {
        type: contentTypeOfBytes(buffer) ?? '',
      }),
    ]),
  );

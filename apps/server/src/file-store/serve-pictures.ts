import { ProblemError } from '@weapp-login/shared';
import type { Express } from 'express';
import { mount } from '../http/mount.ts';
import type { FileStore } from './file-store.ts';
import { contentTypeOfName } from './picture-types.ts';

/** The path of a picture on this server. */
export const picturePath = (name: string): string => `/pictures/${name}`;

/**
 * Serves the pictures. A name is as good as a key: it can't be guessed, and is told only with the user it belongs to.
 * What is behind it never changes, so that a phone needs it once.
 */
export function mountPictures(app: Express, { files }: { files: FileStore }): void {
  mount(app, picturePath(':name'), {
    GET: [
      async (req, res) => {
        const name = String(req.params.name);
        const contentType = contentTypeOfName(name);
        const bytes = contentType && (await files.get(name));
        if (!bytes) throw new ProblemError('not-found');
        res
          .set({
            'Content-Type': contentType,
            'Content-Length': String(bytes.length),
            'Cache-Control': 'public, max-age=31536000, immutable',
            // The bytes come from outside: whatever they are, they are shown as a picture or not at all.
            'Content-Security-Policy': "default-src 'none'; sandbox",
            'Cross-Origin-Resource-Policy': 'cross-origin',
          })
          .end(bytes);
      },
    ],
  });
}

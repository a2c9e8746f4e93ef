import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Express, RequestHandler } from 'express';
import type { Limits } from 'weapp-login';
import server from '../../package.json' with { type: 'json' };
import { mount } from '../http/mount.ts';
import { openapi } from '../openapi/openapi.ts';
import { page, script } from './page.ts';

const fromPackage = (name: string) =>
  readFileSync(createRequire(import.meta.url).resolve(`swagger-ui-dist/${name}`));

/** Allows loading from this server only, so the page works offline. */
const policy = [
  "default-src 'none'",
  "connect-src 'self'",
  "script-src 'self'",
  // Swagger UI uses inline styles.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

// One Buffer for all responses: a string would be copied into each and held until its client has read it.
const asset = (type: string, read: () => string | Buffer): RequestHandler => {
  let content: Buffer | undefined;
  return (_req, res) => {
    content ??= Buffer.from(read());
    res.type(type).set('Cache-Control', 'public, max-age=3600').send(content);
  };
};

/**
 * Mounts `/openapi.json`, the contract as an OpenAPI document, and `/docs`, a page to read and try it. Their files are read on
 * the first request and cached in memory.
 */
export function mountApiDocs(app: Express, { limits }: { limits: Limits }): void {
  const docs = Buffer.from(page);
  const { version } = server;
  mount(app, '/openapi.json', {
    GET: [asset('json', () => JSON.stringify(openapi({ version, limits })))],
  });
  mount(app, '/docs', {
    GET: [(_req, res) => void res.type('html').set('Content-Security-Policy', policy).send(docs)],
  });
  mount(app, '/docs/page.js', { GET: [asset('js', () => script)] });
  for (const name of ['swagger-ui.css', 'swagger-ui-bundle.js'])
    mount(app, `/docs/${name}`, { GET: [asset(name, () => fromPackage(name))] });
}

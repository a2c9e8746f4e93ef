import { readFileSync } from 'node:fs';
import Router from 'router';
import { mount } from '../http/mount.ts';
import { sendBytes } from '../http/send-bytes.ts';
import { resolvePeer } from '../peers/load-peer.ts';
import type { BeginRequest } from '../request/begin-request.ts';
import { contextOf } from '../request/begin-request.ts';
import type { Middleware } from '../request/middleware.ts';
import { page, script } from './page.ts';

const assetPath = (name: string) => resolvePeer('swagger-ui-dist', name);

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

/** Answers with what is read at the first request and kept. */
function serveAsset(type: string, read: () => string | Buffer): Middleware {
  let content: Buffer | undefined;
  return (_req, res) => {
    content ??= Buffer.from(read());
    sendBytes(res, content, { 'Content-Type': type, 'Cache-Control': cached });
  };
}

const cached = 'public, max-age=3600';
const javascript = 'text/javascript; charset=utf-8';

/** Answers with the document as seen from where it is mounted. */
function serveDocument(openapi: (serverUrl: string) => object): Middleware {
  let last = { publicPath: '', content: Buffer.alloc(0) };
  return (_req, res) => {
    const { publicPath } = contextOf(res);
    if (last.content.length === 0 || last.publicPath !== publicPath)
      last = { publicPath, content: Buffer.from(JSON.stringify(openapi(publicPath || '/'))) };
    sendBytes(res, last.content, {
      'Content-Type': 'application/json; charset=utf-8',
      'Cache-Control': cached,
    });
  };
}

/**
 * Returns a router for `/openapi.json`, the contract as an OpenAPI document, and `/docs`, a page to read and try it.
 * @param options.openapi returns the document for the URL of the API
 */
export function createApiDocs(options: {
  openapi: (serverUrl: string) => object;
  begin: BeginRequest;
}): Router.Router {
  const { openapi, begin } = options;
  const router = Router({ caseSensitive: true, strict: true });
  const docs = Buffer.from(page);
  const servePage: Middleware = (_req, res) => {
    // A page without its scripts would be blank.
    assetPath('swagger-ui.css');
    sendBytes(res, docs, {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': policy,
    });
  };
  const get = (path: string, step: Middleware) =>
    mount(router, path, { begin, methods: { GET: { steps: [step] } } });

  get('/openapi.json', serveDocument(openapi));
  get('/docs', servePage);
  get(
    '/docs/page.js',
    serveAsset(javascript, () => script),
  );
  const css = 'text/css; charset=utf-8';
  get(
    '/docs/swagger-ui.css',
    serveAsset(css, () => readFileSync(assetPath('swagger-ui.css'))),
  );
  get(
    '/docs/swagger-ui-bundle.js',
    serveAsset(javascript, () => readFileSync(assetPath('swagger-ui-bundle.js'))),
  );
  return router;
}

import type { Express, RequestHandler } from 'express';
import { ProblemError, type Route } from 'weapp-login';

const expressNames = { GET: 'get', POST: 'post', PUT: 'put', DELETE: 'delete' } as const;

/** The handlers of a path, by method. */
export type Methods = Partial<Record<Route['method'], RequestHandler[]>>;

/** Mounts handlers at a path, which then also supports HEAD with GET, OPTIONS, and returns 405 for other methods. */
export function mount(app: Express, path: string, methods: Methods): void {
  const address = app.route(path);
  const allowed = ['OPTIONS'];
  for (const method of ['GET', 'POST', 'PUT', 'DELETE'] as const) {
    const handlers = methods[method];
    if (!handlers) continue;
    address[expressNames[method]](...handlers);
    allowed.push(...(method === 'GET' ? ['GET', 'HEAD'] : [method]));
  }
  address.all((req, res) => {
    res.set('Allow', allowed.join(', '));
    if (req.method !== 'OPTIONS') throw new ProblemError('method-not-allowed');
    res.status(204).end();
  });
}

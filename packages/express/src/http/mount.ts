import type { Express, RequestHandler } from 'express';
import { ProblemError, type Route } from 'weapp-login';

const expressNames = { GET: 'get', POST: 'post', PUT: 'put', DELETE: 'delete' } as const;

/** What an address answers to, by method. */
export type Methods = Partial<Record<Route['method'], RequestHandler[]>>;

/** Puts handlers at an address, which then also answers HEAD where it answers GET, OPTIONS, and 405 to the rest. */
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

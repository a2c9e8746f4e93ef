import type { Router } from 'router';
import { ProblemError, type Route } from 'weapp-login';
import type { BeginRequest } from '../request/begin-request.ts';
import type { Middleware } from '../request/middleware.ts';

const routerNames = { GET: 'get', POST: 'post', PUT: 'put', DELETE: 'delete' } as const;

/** What an address answers to, by method; `name` is that of the route in its contract. */
export type Methods = Partial<Record<Route['method'], { name?: string; steps: Middleware[] }>>;

/** Mounts handlers at a path, which then also supports HEAD with GET, OPTIONS, and returns 405 for other methods. */
export function mount(
  router: Router,
  path: string,
  { begin, methods }: { begin: BeginRequest; methods: Methods },
): void {
  const address = router.route(path);
  const allowed = ['OPTIONS'];
  for (const method of ['GET', 'POST', 'PUT', 'DELETE'] as const) {
    const handlers = methods[method];
    if (!handlers) continue;
    const { name, steps } = handlers;
    address[routerNames[method]](begin.of({ path, ...(name !== undefined && { name }) }), ...steps);
    allowed.push(...(method === 'GET' ? ['GET', 'HEAD'] : [method]));
  }
  address.all(begin.of({ path }), (req, res) => {
    res.setHeader('Allow', allowed.join(', '));
    if (req.method !== 'OPTIONS') throw new ProblemError('method-not-allowed');
    res.statusCode = 204;
    res.end();
  });
}

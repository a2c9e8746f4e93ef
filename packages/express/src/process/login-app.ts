import type { RequestListener } from 'node:http';
import Router from 'router';
import type { WeappLogin } from '../weapp-login.ts';

/** Returns an app of the login alone: its routes, its documentation, and a problem for every other address. */
export function createLoginApp(weapp: WeappLogin): RequestListener {
  const router = Router({ caseSensitive: true, strict: true });
  router.use(weapp.router, weapp.docs, weapp.notFound);
  router.use(weapp.problems);
  // Every request has been answered before the end.
  return (req, res) => router(req, res, () => undefined);
}

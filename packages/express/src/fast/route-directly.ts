import type { IncomingMessage, ServerResponse } from 'node:http';

/** As request/middleware.ts has it. */
type Step = (
  req: IncomingMessage,
  res: ServerResponse,
  next: (error?: unknown) => void,
) => void | Promise<void>;

/** The steps of each route without parameters, by method and path, such as `GET /me`. */
export type DirectRoutes = ReadonlyMap<string, readonly Step[]>;

/**
 * Puts a table of routes before a router. The router compares a path with one route after the other and keeps what it found on
 * the request, which costs a verified request a tenth of its time. What isn't in the table, such as a HEAD request or a path
 * with a query, goes to the router. Without this file, callers use the router.
 * docs/decisions/0038-routes-by-table.md
 *
 * @param fail answers with an error that a step throws or passes on
 */
export function routeDirectly(
  routes: DirectRoutes,
  router: Step,
  fail: (thrown: unknown, req: IncomingMessage, res: ServerResponse) => void,
): Step {
  function run(
    steps: readonly Step[],
    at: number,
    req: IncomingMessage,
    res: ServerResponse,
  ): void {
    try {
      const done = steps[at]?.(req, res, (error) => {
        if (error) fail(error, req, res);
        else run(steps, at + 1, req, res);
      });
      done?.catch((thrown: unknown) => fail(thrown, req, res));
    } catch (thrown) {
      fail(thrown, req, res);
    }
  }

  return (req, res, next) => {
    const steps = routes.get(`${req.method} ${req.url}`);
    if (!steps) return router(req, res, next);
    run(steps, 0, req, res);
  };
}

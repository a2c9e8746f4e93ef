import type { Express, RequestHandler } from 'express';
import { type RouteName, routes } from 'weapp-login';
import { sendJson } from '../fast/send-json.ts';
import type { RouteLimits } from '../limits/route-limits.ts';
import type { Handlers, RouteRequest } from '../request/handler.ts';
import { contextOf } from '../request/request-context.ts';
import type { Authenticate } from '../session/authenticate.ts';
import { createBodyReaders } from './body-readers.ts';
import { type Methods, mount } from './mount.ts';
import { parameterParser, parseBody } from './parse-request.ts';

/**
 * Mounts a handler for every route of the contract: limit per address, session, limit per person, body, handler.
 */
export function bindRoutes(
  app: Express,
  options: {
    handlers: Handlers;
    authenticate: Authenticate;
    limits: RouteLimits;
  },
): void {
  const { handlers, authenticate, limits } = options;
  const bodyReaders = createBodyReaders();

  function answer<Name extends RouteName>(name: Name): RequestHandler[] {
    const { auth, status } = routes[name];
    const handle = handlers[name];
    const parseParameters = parameterParser(name);

    const identify: RequestHandler = async (req, res, next) => {
      const caller = await expectError(authenticate(req.get('authorization')));
      contextOf(res).note({ appId: caller.user.appId, userId: caller.user.id });
      res.locals.caller = caller;
      next();
    };
    const respond: RequestHandler = async (req, res) => {
      const request: RouteRequest<Name> = {
        body: parseBody(name, req.body),
        parameters: parseParameters(req),
        caller: res.locals.caller,
        request: contextOf(res),
      };
      const body = await expectError(handle(request));
      if (body === undefined) res.status(status).end();
      else sendJson(res, status, body);
    };
    return [
      ...limits.ofAddress(name),
      ...(auth === 'bearer' ? [identify] : []),
      ...limits.ofPerson(name),
      ...bodyReaders(name),
      respond,
    ];
  }

  const addresses = new Map<string, Methods>();
  for (const name of Object.keys(routes) as RouteName[]) {
    const { path, method } = routes[name];
    addresses.set(path, { ...addresses.get(path), [method]: answer(name) });
  }
  for (const [path, methods] of addresses) mount(app, path, methods);
}

/** Makes sure that a rejection is an Error: Express treats null and the string 'route' specially. */
const expectError = <Value>(promise: Promise<Value>): Promise<Value> =>
  promise.catch((thrown: unknown) => {
    throw thrown instanceof Error ? thrown : new TypeError('the thrown value is not an Error');
  });

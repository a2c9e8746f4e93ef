import type { IncomingMessage } from 'node:http';
import { parse as parseQuery } from 'node:querystring';
import parseurl from 'parseurl';
import type { Router } from 'router';
import type { ParameterPlace, Route, Routes, Schemas } from 'weapp-login';
import type { z } from 'zod';
import type { DirectRoutes } from '../fast/route-directly.ts';
import { sendJson } from '../fast/send-json.ts';
import type { RouteLimits } from '../limits/route-limits.ts';
import type { BeginRequest } from '../request/begin-request.ts';
import { contextOf } from '../request/begin-request.ts';
import type { Middleware } from '../request/middleware.ts';
import type { RequestContext } from '../request/request-context.ts';
import type { Authenticate } from '../session/authenticate.ts';
import type { BodyReaders } from './body-readers.ts';
import { invalidRequest } from './invalid-request.ts';
import { type Methods, mount } from './mount.ts';

type AnyHandler = (request: {
  body: never;
  parameters: never;
  caller: never;
  request: RequestContext;
}) => Promise<unknown>;

/** Routes with their schemas and their handlers, whose types have been held to each other. */
export interface BoundRoutes {
  routes: Routes;
  schemas: Schemas;
  handlers: Readonly<Record<string, AnyHandler>>;
}

/** What every route goes through. */
export interface RouteSteps {
  begin: BeginRequest;
  authenticate: Authenticate;
  limits: RouteLimits;
  bodyReaders: BodyReaders;
}

/**
 * Puts a handler behind every route: limit of the address, session, limit of the person, body, handler.
 * @returns the same for those without parameters in their path
 */
export function bindRoutes(router: Router, bound: BoundRoutes, steps: RouteSteps): DirectRoutes {
  const { routes, schemas, handlers } = bound;
  const { begin, authenticate, limits, bodyReaders } = steps;

  const identify: Middleware = async (req, res, next) => {
    const context = contextOf(res);
    try {
      const caller = await authenticate(req.headers.authorization);
      context.note({ appId: caller.user.appId, userId: caller.user.id });
      context.caller = caller;
    } catch (thrown) {
      throw asError(thrown);
    }
    next();
  };

  function stepsOf(name: string, route: Route): Middleware[] {
    const handle = handlers[name] as AnyHandler;
    const schema = schemas.bodies[name]?.request;
    const parseParameters = parameterParser(schemas, name);
    const { status, body } = route;
    const respond: Middleware = async (req, res) => {
      const request = contextOf(res);
      // The parsers of Express 4 set an object where there is no body.
      const sent = body && (req as { body?: unknown }).body;
      try {
        const answer = await handle({
          body: (schema && parse(schema, sent)) as never,
          parameters: parseParameters(req) as never,
          caller: request.caller as never,
          request,
        });
        if (answer === undefined) res.writeHead(status).end();
        else sendJson(res, status, answer);
      } catch (thrown) {
        throw asError(thrown);
      }
    };
    return [
      ...limits.ofAddress(route),
      ...(route.auth === 'bearer' ? [identify] : []),
      ...limits.ofPerson(route),
      ...bodyReaders(route),
      respond,
    ];
  }

  const direct = new Map<string, Middleware[]>();
  const addresses = new Map<string, Methods>();
  for (const [name, route] of Object.entries(routes)) {
    const { path, method } = route;
    const own = { name, steps: stepsOf(name, route) };
    if (!path.includes(':'))
      direct.set(`${method} ${path}`, [begin.of({ path, name }), ...own.steps]);
    addresses.set(path, { ...addresses.get(path), [method]: own });
  }
  for (const [path, methods] of addresses) mount(router, path, { begin, methods });
  return direct;
}

type Parameters = Record<ParameterPlace, unknown>;

/** The parameters of each place. A repeated parameter is a list, which no schema accepts. */
const sentParameters: Record<ParameterPlace, (req: IncomingMessage) => unknown> = {
  path: (req) => (req as { params?: unknown }).params,
  query: (req) => parseQuery(String(parseurl(req)?.query ?? '')),
  header: ({ headers }) => headers,
};
const parameterPlaces = Object.keys(sentParameters) as ParameterPlace[];

/** Returns a parser of a route's path, query and headers, which are validated like a body. */
function parameterParser(schemas: Schemas, name: string): (req: IncomingMessage) => Parameters {
  const own = schemas.parameters?.[name];
  return (req) => {
    const found: Parameters = { path: {}, query: {}, header: {} };
    for (const place of own ? parameterPlaces : []) {
      const schema = own?.[place];
      if (schema) found[place] = parse(schema, sentParameters[place](req), place);
    }
    return found;
  };
}

/**
 * Checks a body, or the parameters of one place, against a schema.
 * @throws {ProblemError} `invalid-request`
 */
function parse<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  place?: ParameterPlace,
): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalidRequest(parsed.error, schema, place);
}

/** Makes sure that what was thrown is an Error: null, or the string 'route', would mean something else to the router. */
const asError = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new TypeError('the thrown value is not an Error');

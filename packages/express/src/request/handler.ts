import type { ParameterPlace, ResponseBody, RouteName, routes } from 'weapp-login';
import type * as schemas from 'weapp-login/schemas';
import type { Caller } from './caller.ts';
import type { RequestContext } from './request-context.ts';

/** What a route takes beside its body. */
export type Parameters<Name extends RouteName> = {
  [Place in ParameterPlace]: schemas.ReadParameters<typeof schemas, Name, Place>;
};

/** A request, as its handler gets it. */
export interface RouteRequest<Name extends RouteName> {
  body: schemas.ReadBody<typeof schemas, Name>;
  /** What the request has in its path, its query and its headers, as the contract names it. */
  parameters: Parameters<Name>;
  /** Who the session belongs to, on the routes that need one. */
  caller: (typeof routes)[Name]['auth'] extends 'bearer' ? Caller : undefined;
  request: RequestContext;
}

/** Answers a route. It knows nothing of HTTP: its failures are ProblemErrors. */
export type Handler<Name extends RouteName> = (
  request: RouteRequest<Name>,
) => Promise<ResponseBody<Name>>;

/** One for every route of the contract: a route without a handler does not compile. */
export type Handlers = { readonly [Name in RouteName]: Handler<Name> };

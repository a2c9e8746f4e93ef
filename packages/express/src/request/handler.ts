import type { ParameterPlace, ResponseBody, RouteName, routes } from 'weapp-login';
import type * as schemas from 'weapp-login/schemas';
import type { Caller } from './caller.ts';
import type { RequestContext } from './request-context.ts';

/** The parameters of a route. */
export type Parameters<Name extends RouteName> = {
  [Place in ParameterPlace]: schemas.ReadParameters<typeof schemas, Name, Place>;
};

/** A request as its handler receives it. */
export interface RouteRequest<Name extends RouteName> {
  body: schemas.ReadBody<typeof schemas, Name>;
  /** The parameters in path, query and headers, by their names in the contract. */
  parameters: Parameters<Name>;
  /** The caller, on routes that require a session. */
  caller: (typeof routes)[Name]['auth'] extends 'bearer' ? Caller : undefined;
  request: RequestContext;
}

/** Handles a route, independently of HTTP; failures are ProblemErrors. */
export type Handler<Name extends RouteName> = (
  request: RouteRequest<Name>,
) => Promise<ResponseBody<Name>>;

/** One handler per route of the contract; a missing one doesn't compile. */
export type Handlers = { readonly [Name in RouteName]: Handler<Name> };

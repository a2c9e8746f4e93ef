import type {
  routes as loginRoutes,
  ParameterPlace,
  ResponseOf,
  RouteName,
  Routes,
  Schemas,
} from 'weapp-login';
import type * as loginSchemas from 'weapp-login/schemas';
import type { Caller } from './caller.ts';
import type { RequestContext } from './request-context.ts';

/** A request, as the handler of a route gets it. */
export interface HandlerRequest<S extends Schemas, R extends Routes, Name extends keyof R> {
  body: Name extends keyof S['bodies'] ? loginSchemas.ReadBody<S, Name> : never;
  /** The parameters in path, query and headers, by their names in the contract. */
  parameters: {
    [Place in ParameterPlace]: loginSchemas.ReadParameters<S, Name, Place>;
  };
  /** The caller, on routes that require a session. */
  caller: R[Name]['auth'] extends 'bearer' ? Caller : undefined;
  request: RequestContext;
}

/**
 * One handler for each route: a route without a handler does not compile. A handler knows nothing of HTTP: its failures are
 * ProblemErrors.
 */
export type HandlersOf<S extends Schemas, R extends Routes> = {
  readonly [Name in keyof R]: (request: HandlerRequest<S, R, Name>) => Promise<ResponseOf<R[Name]>>;
};

/** The handlers of the login's routes. */
export type Handlers = HandlersOf<typeof loginSchemas, typeof loginRoutes>;
export type Handler<Name extends RouteName> = Handlers[Name];

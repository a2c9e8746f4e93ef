import type { Problems, Routes, Schemas } from 'weapp-login';
import type { DescribedRoutes } from './openapi/openapi.ts';
import type { Operation } from './openapi/operations.ts';
import type { HandlersOf } from './request/handler.ts';

/** Routes of an app's own. */
export interface OwnRoutes<R extends Routes, B, P> {
  /** From `defineRoutes`. */
  routes: R;
  /** The schemas of their bodies. */
  bodies: B;
  /** The schemas of what they take in path, query and headers. */
  parameters?: P;
  handlers: HandlersOf<
    { bodies: B & Schemas['bodies']; parameters: P & Schemas['parameters'] & {} },
    R
  >;
  /** From `defineProblems`. */
  problems?: Problems;
  /** What the OpenAPI document says about them. */
  operations?: { readonly [Name in keyof R]?: Operation };
  /** What their paths begin with, as callers see them. Default: nothing. */
  publicPath?: string;
}

/** Returns the routes as a router and the OpenAPI document take them. `bind` has held their types to each other. */
export function describedRoutes<R extends Routes, B, P>(own: OwnRoutes<R, B, P>): DescribedRoutes {
  const { routes, bodies, parameters, operations, publicPath } = own;
  const schemas = { bodies, ...(parameters && { parameters }) } as Schemas;
  return {
    routes,
    schemas,
    operations: operations as DescribedRoutes['operations'],
    publicPath,
  };
}

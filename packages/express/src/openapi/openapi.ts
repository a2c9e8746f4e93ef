import type { OpenAPIV3_1 } from 'openapi-types';
import {
  limits as defaultLimits,
  type LimitScope,
  type Limits,
  type Route,
  type RouteName,
  routes,
} from 'weapp-login';
import { contentTypeOf } from '../http/body-readers.ts';
import { operations } from './operations.ts';
import { componentHeaders, limitsOf, responses } from './responses.ts';
import { bodySchema, componentSchemas, parametersOf } from './schemas.ts';

/** Converts Express's `:id` to OpenAPI's `{id}`. */
const template = (path: string) => path.replace(/:(\w+)/g, '{$1}');

const operation = (name: RouteName, route: Route, limits: Limits): OpenAPIV3_1.OperationObject => {
  const { tag, summary, description, parameters: meanings = {} } = operations[name];
  const parameters = parametersOf(name).map((parameter) => ({
    ...parameter,
    ...(meanings[parameter.name] && { description: meanings[parameter.name] }),
  }));
  const schema = bodySchema(name, 'request');
  const contentType = contentTypeOf(name);
  return {
    operationId: name,
    tags: [tag],
    summary,
    ...(description && { description }),
    ...(parameters.length > 0 && { parameters }),
    ...(schema &&
      contentType && { requestBody: { required: true, content: { [contentType]: { schema } } } }),
    security: route.auth === 'bearer' ? [{ bearer: [] }] : [],
    responses: responses(name, limits),
    ...rateLimits(route, limits),
  };
};

/** An extension with the limits of a route, for which OpenAPI has no keyword. */
function rateLimits({ limit }: Route, limits: Limits): object {
  if (!limit) return {};
  const scoped = limitsOf(limit, limits);
  const scopes = (['person', 'address'] as LimitScope[]).filter((scope) => scoped[scope].count);
  return {
    'x-ratelimit': scopes.map((scope) => {
      const { count, seconds } = scoped[scope];
      return { name: `${limit.name}.${scope}`, scope, limit: count, windowSeconds: seconds };
    }),
  };
}

/**
 * Returns the contract as an OpenAPI 3.1 document, generated from the routes, schemas and problems that the server uses
 * (https://spec.openapis.org/oas/v3.1.1.html).
 *
 * @param options.version the version of the server.
 * @param options.limits the server's limits; default: the contract's.
 * @param options.serverUrl the API's URL; default: the origin of the document.
 */
export const openapi = (options: {
  version: string;
  serverUrl?: string;
  limits?: Limits;
}): OpenAPIV3_1.Document => {
  const { limits = defaultLimits } = options;
  const paths: Record<string, OpenAPIV3_1.PathItemObject> = {};
  for (const [name, route] of Object.entries(routes) as [RouteName, Route][]) {
    const path = template(route.path);
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(name, route, limits) };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'weapp-login',
      version: options.version,
      description:
        'WeChat mini program login: exchanges the code of `wx.login` for a session. Every failure is a [problem](/docs/problems).',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: options.serverUrl ?? '/' }],
    paths,
    components: {
      schemas: componentSchemas(),
      headers: componentHeaders,
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'The token of `POST /login`.' },
      },
    },
  };
};

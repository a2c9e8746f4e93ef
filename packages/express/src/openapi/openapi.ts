import type { OpenAPIV3_1 } from 'openapi-types';
import {
  limits as defaultLimits,
  type LimitScope,
  type Limits,
  problems as loginProblems,
  routes as loginRoutes,
  type Problems,
  type Route,
  type Routes,
  type Schemas,
} from 'weapp-login';
import * as loginSchemas from 'weapp-login/schemas';
import { contentTypeOf } from '../http/body-readers.ts';
import { operations as loginOperations, type Operation } from './operations.ts';
import { componentHeaders, limitsOf, responses } from './responses.ts';
import { type ComponentSchemas, createComponentSchemas } from './schemas.ts';

/** Routes with their schemas, and what there is to say about them. */
export interface DescribedRoutes {
  routes: Routes;
  schemas: Schemas;
  /** By name; one without has its name for a summary. */
  operations?: Readonly<Record<string, Operation>> | undefined;
  /** What the paths begin with, where that is not the address of the API. */
  publicPath?: string | undefined;
}

/** The contract of the login. */
export const loginContract: DescribedRoutes = {
  routes: loginRoutes,
  schemas: loginSchemas,
  operations: loginOperations,
};

/** A router writes a parameter as `:id`, OpenAPI as `{id}`. */
const template = (path: string) => path.replace(/:(\w+)/g, '{$1}');

interface Context {
  limits: Limits;
  problems: Problems;
  components: ComponentSchemas;
}

function operation(
  name: string,
  { routes, schemas, operations = {} }: DescribedRoutes,
  { limits, problems, components }: Context,
): OpenAPIV3_1.OperationObject {
  const route = routes[name] as Route;
  const described: Operation = operations[name] ?? { tag: 'Own', summary: name };
  const { tag, summary, description, parameters: meanings = {} } = described;
  const parameters = components.parametersOf(schemas, name).map((parameter) => ({
    ...parameter,
    ...(meanings[parameter.name] && { description: meanings[parameter.name] }),
  }));
  const schema = components.bodySchema(schemas, name, 'request');
  const contentType = contentTypeOf(route);
  const answer = components.bodySchema(schemas, name, 'response');
  return {
    operationId: name,
    tags: [tag],
    summary,
    ...(description && { description }),
    ...(parameters.length > 0 && { parameters }),
    ...(schema &&
      contentType && { requestBody: { required: true, content: { [contentType]: { schema } } } }),
    security: route.auth === 'bearer' ? [{ bearer: [] }] : [],
    responses: responses(route, { answer, limits, problems }),
    ...rateLimits(route, limits),
  };
}

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
 * @param options.version the version of the API
 * @param options.contracts default: that of the login
 * @param options.problems default: those of the login
 * @param options.limits of the server; default: the contract's
 * @param options.serverUrl where the API is; default: where the document was read from
 * @param options.otherPaths paths that are not of a contract, because WeChat calls them
 */
export function openapi(options: {
  version: string;
  contracts?: readonly DescribedRoutes[];
  problems?: Problems;
  serverUrl?: string | undefined;
  limits?: Limits;
  otherPaths?: Readonly<Record<string, Readonly<Record<string, OpenAPIV3_1.OperationObject>>>>;
}): OpenAPIV3_1.Document {
  const { contracts = [loginContract], serverUrl = '/' } = options;
  const { problems = loginProblems, limits = defaultLimits } = options;
  const context = { limits, problems, components: createComponentSchemas(contracts) };
  const paths: Record<string, OpenAPIV3_1.PathItemObject> = {};
  for (const contract of contracts)
    for (const [name, { path, method }] of Object.entries(contract.routes)) {
      const address = template(path);
      paths[address] = {
        ...paths[address],
        ...(contract.publicPath !== undefined && {
          servers: [{ url: contract.publicPath || '/' }],
        }),
        [method.toLowerCase()]: operation(name, contract, context),
      };
    }
  return {
    openapi: '3.1.1',
    info: {
      title: 'weapp-login',
      version: options.version,
      description:
        'WeChat mini program login: exchanges the code of `wx.login` for a session. Every failure is a [problem](' +
        `${serverUrl.replace(/\/$/, '')}/docs/problems).`,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: serverUrl }],
    paths: { ...paths, ...options.otherPaths },
    components: {
      schemas: context.components.all(),
      headers: componentHeaders,
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'The token of `POST /login`.' },
      },
    },
  };
}

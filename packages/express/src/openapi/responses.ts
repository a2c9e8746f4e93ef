import type { OpenAPIV3_1 } from 'openapi-types';
import {
  type LimitScope,
  type Limits,
  type Problem,
  type ProblemCode,
  problems,
  problemsOf,
  problemType,
  type RouteLimit,
  type RouteName,
  routes,
} from 'weapp-login';
import { describeLimit } from '../limits/route-limits.ts';
import { bodySchema } from './schemas.ts';

type Response = OpenAPIV3_1.ResponseObject;

const header = (name: string) => ({ $ref: `#/components/headers/${name}` });

/** The headers of the contract, for `components.headers`. */
export const componentHeaders: Record<string, OpenAPIV3_1.HeaderObject> = {
  'X-Request-Id': {
    description: 'The id under which the server logged this request.',
    required: true,
    schema: { type: 'string' },
  },
  'Retry-After': {
    description: 'Seconds to wait before another try makes sense.',
    required: true,
    schema: { type: 'integer', minimum: 1 },
  },
  'RateLimit-Policy': {
    description:
      'The limits of this route that the request was counted into: `q` requests in `w` seconds.',
    required: false,
    schema: { type: 'string' },
  },
  RateLimit: {
    description: 'What is left of each: `r` requests for `t` more seconds.',
    required: false,
    schema: { type: 'string' },
  },
  'WWW-Authenticate': {
    description: 'How to authenticate (RFC 6750); `invalid_token` only where a token was sent.',
    required: true,
    schema: { type: 'string', pattern: '^Bearer ' },
  },
};

/** The headers of a problem, besides the request id. */
const problemHeaders: Partial<Record<ProblemCode, string>> = {
  'session-required': 'WWW-Authenticate',
  'too-many-requests': 'Retry-After',
  'wechat-unavailable': 'Retry-After',
  overloaded: 'Retry-After',
  'store-unavailable': 'Retry-After',
};

const example = (code: ProblemCode): Problem => ({
  type: problemType(code),
  code,
  ...problems[code],
  requestId: 'Q2xvdWRzIG92ZXIg',
});

const problemResponse = (status: number, codes: ProblemCode[]): Response => {
  const headers = ['X-Request-Id', ...codes.flatMap((code) => problemHeaders[code] ?? [])];
  return {
    description: codes.map((code) => `\`${code}\`: ${problems[code].title}`).join('\n\n'),
    headers: Object.fromEntries(headers.map((name) => [name, header(name)])),
    content: {
      'application/problem+json': {
        schema: {
          type: 'object',
          allOf: [{ $ref: '#/components/schemas/Problem' }],
          properties: { code: { enum: codes }, status: { const: status } },
        },
        examples: Object.fromEntries(codes.map((code) => [code, { value: example(code) }])),
      },
    },
  };
};

/** Returns the responses of a route: success, and problems by status. */
export const responses = (name: RouteName, limits: Limits): Record<string, Response> => {
  const route = routes[name];
  const { status, limit } = route;
  const schema = bodySchema(name, 'response');
  const all: Record<string, Response> = {
    [status]: {
      description: 'Success',
      headers: { 'X-Request-Id': header('X-Request-Id') },
      ...(schema && { content: { 'application/json': { schema } } }),
    },
  };
  const codes: ProblemCode[] = problemsOf(route);
  for (const { status: failed } of codes.map((code) => problems[code]))
    all[failed] = problemResponse(
      failed,
      codes.filter((code) => problems[code].status === failed),
    );
  if (limit) limitResponses(all, limitsOf(limit, limits));
  return all;
};

/** Returns the route's limit on this server; settings may differ from the contract. */
export const limitsOf = (limit: RouteLimit, limits: Limits): Pick<RouteLimit, LimitScope> =>
  (limits as Partial<Record<string, Limits['login']>>)[limit.name] ?? limit;

/** Adds a limit's headers to all responses of a route, and its numbers to the 429. */
function limitResponses(all: Record<string, Response>, limit: Pick<RouteLimit, LimitScope>): void {
  for (const response of Object.values(all))
    for (const name of ['RateLimit-Policy', 'RateLimit'])
      response.headers = { ...response.headers, [name]: header(name) };
  const refused = all[problems['too-many-requests'].status];
  const told = (['person', 'address'] as const)
    .filter((scope) => limit[scope].count > 0)
    .map((scope) => describeLimit(scope, limit[scope]));
  if (refused && told.length > 0)
    refused.description += `\n\nThe limits are ${told.join(' and ')}.`;
}

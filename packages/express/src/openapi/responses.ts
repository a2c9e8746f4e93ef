import type { OpenAPIV3_1 } from 'openapi-types';
import {
  type LimitScope,
  type Limits,
  problems as loginProblems,
  type Problem,
  type ProblemRow,
  type Problems,
  problemsOf,
  problemType,
  type Route,
  type RouteLimit,
} from 'weapp-login';
import { describeLimit } from '../limits/route-limits.ts';

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
const problemHeaders: Partial<Record<string, string>> = {
  'session-required': 'WWW-Authenticate',
  'too-many-requests': 'Retry-After',
  'wechat-unavailable': 'Retry-After',
  overloaded: 'Retry-After',
  'store-unavailable': 'Retry-After',
};

const example = (code: string, row: ProblemRow): Problem<string> => ({
  type: problemType(code),
  code,
  ...row,
  requestId: 'Q2xvdWRzIG92ZXIg',
});

export function problemResponse(status: number, rows: [code: string, row: ProblemRow][]): Response {
  const codes = rows.map(([code]) => code);
  const headers = ['X-Request-Id', ...codes.flatMap((code) => problemHeaders[code] ?? [])];
  return {
    description: rows.map(([code, { title }]) => `\`${code}\`: ${title}`).join('\n\n'),
    headers: Object.fromEntries(headers.map((name) => [name, header(name)])),
    content: {
      'application/problem+json': {
        schema: {
          type: 'object',
          allOf: [{ $ref: '#/components/schemas/Problem' }],
          properties: { code: { enum: codes }, status: { const: status } },
        },
        examples: Object.fromEntries(
          rows.map(([code, row]) => [code, { value: example(code, row) }]),
        ),
      },
    },
  };
}

/** What a route answers: its success, and its problems by status. @param options.answer the schema of its success */
export function responses(
  route: Route,
  options: {
    answer: OpenAPIV3_1.ReferenceObject | undefined;
    limits: Limits;
    problems: Problems;
  },
): Record<string, Response> {
  const { answer, limits, problems } = options;
  const { status, limit } = route;
  const all: Record<string, Response> = {
    [status]: {
      description: 'Success',
      headers: { 'X-Request-Id': header('X-Request-Id') },
      ...(answer && { content: { 'application/json': { schema: answer } } }),
    },
  };
  const rows = problemsOf(route).map((code): [string, ProblemRow] => {
    const row = problems[code];
    if (!row) throw new Error(`${route.method} ${route.path} names an unknown problem: ${code}`);
    return [code, row];
  });
  for (const failed of new Set(rows.map(([, row]) => row.status)))
    all[failed] = problemResponse(
      failed,
      rows.filter(([, row]) => row.status === failed),
    );
  if (limit) limitResponses(all, limitsOf(limit, limits));
  return all;
}

/** Returns the route's limit on this server; settings may differ from the contract. */
export const limitsOf = (limit: RouteLimit, limits: Limits): Pick<RouteLimit, LimitScope> =>
  (limits as Partial<Record<string, Limits['login']>>)[limit.name] ?? limit;

/** Adds a limit's headers to all responses of a route, and its numbers to the 429. */
function limitResponses(all: Record<string, Response>, limit: Pick<RouteLimit, LimitScope>): void {
  for (const response of Object.values(all))
    for (const name of ['RateLimit-Policy', 'RateLimit'])
      response.headers = { ...response.headers, [name]: header(name) };
  const refused = all[loginProblems['too-many-requests'].status];
  const told = (['person', 'address'] as const)
    .filter((scope) => limit[scope].count > 0)
    .map((scope) => describeLimit(scope, limit[scope]));
  if (refused && told.length > 0)
    refused.description += `\n\nThe limits are ${told.join(' and ')}.`;
}

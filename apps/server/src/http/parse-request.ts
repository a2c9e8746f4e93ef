import { parse as parseQuery } from 'node:querystring';
import { type InvalidPart, ProblemError, type RouteName } from '@weapp-login/shared';
import {
  bodies,
  type ParameterPlace,
  parameters,
  type ReadParameters,
} from '@weapp-login/shared/schemas';
import type { Request } from 'express';
import parseurl from 'parseurl';
import type { z } from 'zod';
import type { ReadBody } from './handler.ts';

/**
 * Checks a body against the contract.
 * @throws {ProblemError} `invalid-request`, with a JSON Pointer to each fault
 */
export const parseBody = <Name extends RouteName>(name: Name, body: unknown): ReadBody<Name> =>
  // The schema of one route: the compiler sees the union of all.
  parse(bodies[name].request, body) as ReadBody<Name>;

/** What a route takes beside its body. */
export type Parameters<Name extends RouteName> = {
  [Place in ParameterPlace]: ReadParameters<Name, Place>;
};

/** Where each place is in a request. A parameter that is there twice is a list, which no schema takes. */
const raw: Record<ParameterPlace, (req: Request) => unknown> = {
  path: ({ params }) => params,
  query: (req) => parseQuery(String(parseurl(req)?.query ?? '')),
  header: ({ headers }) => headers,
};
const places = Object.keys(raw) as ParameterPlace[];

/**
 * Returns what reads path, query and headers of a route, each of which is checked like a body.
 * @throws {ProblemError} `invalid-request`, with the place of each fault and a JSON Pointer into it
 */
export function parameterParser<Name extends RouteName>(
  name: Name,
): (req: Request) => Parameters<Name> {
  const schemas: Partial<Record<RouteName, Partial<Record<ParameterPlace, z.ZodType>>>> =
    parameters;
  const own = schemas[name];
  const none = { path: {}, query: {}, header: {} };
  return (req) => {
    if (!own) return none as Parameters<Name>;
    const found: Record<ParameterPlace, unknown> = { ...none };
    for (const place of places) {
      const schema = own[place];
      if (schema) found[place] = parse(schema, raw[place](req), place);
    }
    return found as Parameters<Name>;
  };
}

function parse<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  place?: InvalidPart['in'],
): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ProblemError('invalid-request', {
    errors: parsed.error.issues.map(({ path, message }) => ({
      ...(place && { in: place }),
      pointer: path.map((key) => `/${escapePointer(String(key))}`).join(''),
      detail: message,
    })),
  });
}

/** RFC 6901, 3. */
const escapePointer = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1');

import { parse as parseQuery } from 'node:querystring';
import type { Request } from 'express';
import { distance } from 'fastest-levenshtein';
import parseurl from 'parseurl';
import { type InvalidPart, type ParameterPlace, ProblemError, type RouteName } from 'weapp-login';
import type * as schemas from 'weapp-login/schemas';
import { bodies, parameters, type ReadBody } from 'weapp-login/schemas';
import { z } from 'zod';
import type { Parameters } from '../request/handler.ts';

/**
 * Validates a body against the contract.
 * @throws {ProblemError} `invalid-request`, with a JSON Pointer to each fault
 */
export const parseBody = <Name extends RouteName>(
  name: Name,
  body: unknown,
): ReadBody<typeof schemas, Name> =>
  // The schema of this route: the compiler only sees the union of all.
  parse(bodies[name].request, body) as ReadBody<typeof schemas, Name>;

/** How to read each part of a request. A repeated parameter is a list, which no schema accepts. */
const raw: Record<ParameterPlace, (req: Request) => unknown> = {
  path: ({ params }) => params,
  query: (req) => parseQuery(String(parseurl(req)?.query ?? '')),
  header: ({ headers }) => headers,
};
const places = Object.keys(raw) as ParameterPlace[];

/**
 * Returns the parser of a route's path, query and headers, which are validated like a body.
 * @throws {ProblemError} `invalid-request`, with the place and JSON Pointer of each fault
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
    errors: parsed.error.issues
      .flatMap((issue) => faultsOf(issue, schema))
      .slice(0, mostFaults)
      .map(({ path, message }) => ({
        ...(place && { in: place }),
        pointer: path.map((key) => `/${escapePointer(String(key))}`).join(''),
        detail: message,
      })),
  });
}

/** A body can have thousands of members. */
const mostFaults = 10;
/** Longer names are not quoted in the response. */
const longestName = 64;

interface Fault {
  path: PropertyKey[];
  message: string;
}

/** Returns the faults of an issue: one for each unknown member, suggesting the intended one. */
function faultsOf(issue: z.core.$ZodIssue, schema: z.ZodType): Fault[] {
  const { path, message } = issue;
  if (issue.code !== 'unrecognized_keys') return [{ path, message }];
  const known = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
  return issue.keys.map((key) => {
    if (key.length > longestName || !/^[!-~]*$/.test(key))
      return { path, message: 'has a member that is not in the contract' };
    const meant = meantBy(key, known);
    return {
      path: [...path, key],
      message: `is not in the contract${meant ? `; did you mean ${meant}?` : ''}`,
    };
  });
}

/** Names used by WeChat's API and other servers. */
const otherNames: Readonly<Record<string, string>> = { jscode: 'code', wxappid: 'appId' };

function meantBy(name: string, known: readonly string[]): string | undefined {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  const other = otherNames[plain(name)];
  if (other && known.includes(other)) return other;
  return known.find((each) => distance(plain(name), plain(each)) <= Math.floor(each.length / 4));
}

/** RFC 6901, 3. */
const escapePointer = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1');

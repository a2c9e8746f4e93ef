import type { IncomingMessage } from 'node:http';
import { parse as parseQuery } from 'node:querystring';
import { distance } from 'fastest-levenshtein';
import parseurl from 'parseurl';
import { type InvalidPart, type ParameterPlace, ProblemError, type Schemas } from 'weapp-login';
import { z } from 'zod';

type Parameters = Record<ParameterPlace, unknown>;

/** How to read each part of a request. A repeated parameter is a list, which no schema accepts. */
const raw: Record<ParameterPlace, (req: IncomingMessage) => unknown> = {
  path: (req) => (req as { params?: unknown }).params,
  query: (req) => parseQuery(String(parseurl(req)?.query ?? '')),
  header: ({ headers }) => headers,
};
const places = Object.keys(raw) as ParameterPlace[];

/**
 * Returns the parser of a route's path, query and headers, which are validated like a body.
 * @throws {ProblemError} `invalid-request`, with the place and JSON Pointer of each fault
 */
export function parameterParser(
  schemas: Schemas,
  name: string,
): (req: IncomingMessage) => Parameters {
  const own = schemas.parameters?.[name];
  const none = { path: {}, query: {}, header: {} };
  return (req) => {
    if (!own) return none;
    const found: Parameters = { ...none };
    for (const place of places) {
      const schema = own[place];
      if (schema) found[place] = parse(schema, raw[place](req), place);
    }
    return found;
  };
}

/**
 * Checks a body, or the parameters of one place, against a schema.
 * @throws {ProblemError} `invalid-request`, with a JSON Pointer to each fault
 */
export function parse<Schema extends z.ZodType>(
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

import { distance } from 'fastest-levenshtein';
import { type InvalidPart, ProblemError } from 'weapp-login';
import { z } from 'zod';

/**
 * Returns the problem of a body, or of the parameters of one place, that a schema refused: `invalid-request`, with a JSON
 * Pointer to each fault.
 */
export const invalidRequest = (
  { issues }: z.ZodError,
  schema: z.ZodType,
  place?: InvalidPart['in'],
): ProblemError =>
  new ProblemError('invalid-request', {
    errors: issues
      .flatMap((issue) => faultsOf(issue, schema))
      .slice(0, mostFaults)
      .map(({ path, message }) => ({
        ...(place && { in: place }),
        pointer: path.map((key) => `/${escapePointer(String(key))}`).join(''),
        detail: message,
      })),
  });

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

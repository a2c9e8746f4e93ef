import { z } from 'zod';
import { looksEmpty } from './blank.ts';

/**
 * A string that everything behind the API can hold: JSON, UTF-8, a URL, a header, SQLite and PostgreSQL. It has no
 * unpaired surrogate, which UTF-8 can't encode, and no NUL, which PostgreSQL can't store. Every string of the contract is
 * one of these kinds, in bodies, paths, queries and headers alike.
 *
 * It has at least one character. Lengths are counted in code points, as JSON Schema counts them, so in UTF-8 a text has
 * at most four times `max` bytes.
 * @param options.max code points
 */
export const text = ({ max }: { max: number }): z.ZodString =>
  limited(z.string(), {
    max,
    // biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is what must not be there
    pattern: /^[^\u0000\p{Cs}]*$/u,
    otherwise: 'must not contain NUL or an unpaired surrogate',
  });

/**
 * Text of printable ASCII: what WeChat or this server issued, and what may go into a URL, a header and a log line as it
 * is. A space is allowed: DevTools without an AppID issues the code `the code is a mock one`.
 * @param options.max characters, which here are bytes
 */
export const printable = ({ max }: { max: number }): z.ZodString =>
  limited(z.string(), {
    max,
    pattern: /^[ -~]*$/,
    otherwise: 'must be printable ASCII',
  });

/**
 * Text that people see: one line, without surrounding white space, with something to see in it. It has no control
 * characters, no line breaks, and none of the bidi controls that reorder the text around them. A name that looks empty,
 * because it has only white space and invisible characters, counts as empty.
 * @param options.max code points, after the white space around it is removed
 * @param options.orEmpty whether nothing at all is allowed, to delete a name; default: no
 */
export const displayName = ({ max, orEmpty }: { max: number; orEmpty?: boolean }): z.ZodString =>
  limited(z.string().trim(), {
    max,
    pattern: /^[^\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]*$/u,
    otherwise: 'must not contain control characters, line breaks or bidi controls',
    isEmpty: (value) => (orEmpty ? value !== '' : true) && looksEmpty(value),
    ...(orEmpty && { minLength: 0 }),
  });

function limited(
  schema: z.ZodString,
  rules: {
    max: number;
    pattern: RegExp;
    otherwise: string;
    isEmpty?: (value: string) => boolean;
    minLength?: number;
  },
): z.ZodString {
  const { max, pattern, otherwise, isEmpty = (value) => value === '', minLength = 1 } = rules;
  const faultOf = (value: string): string | undefined => {
    if (!pattern.test(value)) return otherwise;
    if (isEmpty(value)) return 'must not be empty';
    if ([...value].length > max) return `must have at most ${max} characters`;
    return undefined;
  };
  return schema
    .check((context) => {
      const message = faultOf(context.value);
      if (message) context.issues.push({ code: 'custom', message, input: '' });
    })
    .meta({ minLength, maxLength: max, pattern: pattern.source });
}

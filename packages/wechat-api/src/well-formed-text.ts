import { z } from 'zod';

/** A non-empty string without NUL and unpaired surrogates, which a database or UTF-8 can't store. */
export const text: z.ZodString = z
  .string()
  // biome-ignore lint/suspicious/noControlCharactersInRegex: NUL must not occur
  .regex(/^[^\u0000\p{Cs}]+$/u, 'not well-formed text');

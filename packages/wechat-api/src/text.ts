import { z } from 'zod';

/** Text as WeChat means it: not empty, and without what a database or UTF-8 can't hold, NUL and unpaired surrogates. */
export const text: z.ZodString = z
  .string()
  // biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is what must not be there
  .regex(/^[^\u0000\p{Cs}]+$/u, 'not well-formed text');

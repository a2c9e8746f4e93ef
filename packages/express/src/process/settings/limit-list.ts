import type { Limits } from 'weapp-login';
import { z } from 'zod';
import { changeLimits, limitNames, noLimits } from '../../limits/change-limits.ts';

/** Parses limits that differ from the contract's, such as `phone.person=5,login.address=0`; `off` disables all. */
export const limitList = z.string().transform((text, context): Limits => {
  if (text === 'off') return noLimits;
  const counts: Record<string, number> = {};
  for (const [index, entry] of text.split(',').entries()) {
    const [, name = '', count = ''] = /^\s*([\w.]+)\s*=\s*(\d{1,9})\s*$/.exec(entry) ?? [];
    // The entry is not quoted: it may be a misplaced secret.
    if (!limitNames.includes(name))
      context.addIssue(
        `must be limits and their numbers, such as phone.person=5, separated by commas: entry ${index + 1} is not. The limits are ${limitNames.join(', ')}`,
      );
    else if (name in counts) context.addIssue(`has ${name} twice`);
    counts[name] = Number(count);
  }
  return changeLimits(counts);
});

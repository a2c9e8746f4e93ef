import type { Language } from './words.ts';

/**
 * Returns the texts of a page in both languages. A text that one of them lacks does not compile.
 * @example
 * ```ts
 * const words = defineWords({ zh: { title: '订单' }, en: { title: 'Orders' } });
 * ```
 */
export function defineWords<Name extends string>(
  words: Record<Language, Record<Name, string>>,
): Readonly<Record<Language, Readonly<Record<Name, string>>>> {
  return words;
}

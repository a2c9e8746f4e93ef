/** The only fields whose values may be shown; a new one is a secret until it is listed here. */
const shown: ReadonlySet<string> = new Set([
  'appid',
  'grant_type',
  'errcode',
  'errmsg',
  'openid',
  'unionid',
]);

/** The first characters, at most four and never more than an eighth, and the length. */
export function mask(value: string): string {
  return `${value.slice(0, Math.min(4, Math.floor(value.length / 8)))}… (${value.length})`;
}

/** The fields with every value masked that is not known to be harmless. */
export function maskFields<Value extends string | number>(
  fields: Iterable<[string, Value]>,
): Record<string, Value | string> {
  return Object.fromEntries(
    Array.from(fields, ([name, value]) => [name, shown.has(name) ? value : mask(String(value))]),
  );
}

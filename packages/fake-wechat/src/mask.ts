import type { Json, JsonObject } from './json.ts';

/** The only fields whose values may be shown; a new one is a secret until it is listed here. */
const shown: ReadonlySet<string> = new Set([
  'appid',
  'grant_type',
  'errcode',
  'errmsg',
  'force_refresh',
  'expires_in',
  'sig_method',
  'countryCode',
  'timestamp',
  'openid',
  'unionid',
]);

/** The first characters, at most four and never more than an eighth, and the length. */
export function mask(value: string): string {
  return `${value.slice(0, Math.min(4, Math.floor(value.length / 8)))}… (${value.length})`;
}

/** The fields, at every depth, with each value masked that is not known to be harmless. */
export function maskFields(fields: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, maskField(name, value)]),
  );
}

function maskField(name: string, value: Json): Json {
  if (shown.has(name)) return value;
  if (typeof value !== 'object' || value === null) return mask(String(value));
  return Array.isArray(value) ? mask(JSON.stringify(value)) : maskFields(value as JsonObject);
}

import type { Json, JsonObject } from '../protocol/json.ts';

/** The fields whose values may be shown. A field that is not listed is treated as a secret. */
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

/** Returns the first characters (at most four, and at most an eighth of the value) and the length. */
export function mask(value: string): string {
  return `${value.slice(0, Math.min(4, Math.floor(value.length / 8)))}… (${value.length})`;
}

/** Masks every value, at every depth, that is not known to be harmless. */
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

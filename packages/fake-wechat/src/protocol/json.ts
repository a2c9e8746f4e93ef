export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [member: string]: Json;
}

/** Parses a JSON object; returns undefined for anything else. */
export function parseJsonObject(text: string): JsonObject | undefined {
  try {
    const json: Json = JSON.parse(text);
    return typeof json === 'object' && json !== null && !isList(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

const isList = (json: Json): json is readonly Json[] => Array.isArray(json);

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [member: string]: Json;
}

/** The object that the text is as JSON, if it is one. */
export function parseJsonObject(text: string): JsonObject | undefined {
  try {
    const json: Json = JSON.parse(text);
    return typeof json === 'object' && json !== null && !isList(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

const isList = (json: Json): json is readonly Json[] => Array.isArray(json);

import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import type { OpenAPIV3_1 } from 'openapi-types';
import { expect } from 'vitest';
import { problemSchema } from 'weapp-login/schemas';
import { messagesOperations } from '../src/messages/describe-messages.ts';
import { messagesPath } from '../src/messages/serve-messages.ts';
import { openapi } from '../src/openapi/openapi.ts';
import { componentHeaders } from '../src/openapi/responses.ts';

const document = openapi({
  version: '0.0.0',
  otherPaths: { [messagesPath]: messagesOperations },
});

/** Copies a JSON value, and closes every object schema in it: what the server sends beyond its contract is a fault. */
const closed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, part]) => [key, closed(part)]));
  return copy.type === 'object' && 'properties' in copy
    ? { ...copy, additionalProperties: false }
    : copy;
};

const ajv = new Ajv2020({ allErrors: true, formats: fullFormats, keywords: ['components'] });

const components = closed(document.components);
const validators = new Map<object, ValidateFunction>();

const expectMatches = (schema: object, value: unknown) => {
  const validate = validators.get(schema) ?? ajv.compile({ ...schema, components });
  validators.set(schema, validate);
  validate(value);
  expect(validate.errors ?? []).toEqual([]);
};

const pathItem = (path: string) =>
  Object.entries(document.paths ?? {}).find(([template]) =>
    new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`).test(path),
  )?.[1];

/**
 * Fails unless an answer is one that the OpenAPI document promises for this request: status, headers, content type and
 * body, with no member more than documented. Outside the contract, and for methods that it does not have, any problem
 * must be a well-formed one.
 *
 * @param path the path that was requested, with or without a query.
 */
export async function expectMatchesOpenapi(method: string, path: string, response: Response) {
  const { status, headers } = response;
  const body = await response.clone().text();
  const type = headers.get('content-type')?.replace(/;.*/, '') ?? '';
  const item = pathItem(path.replace(/\?.*/, ''));
  const documented = item?.[method.toLowerCase() as OpenAPIV3_1.HttpMethods];
  if (!documented) {
    if (type === 'application/problem+json' && method !== 'HEAD') {
      expect(problemSchema.strict().parse(JSON.parse(body)).status).toBe(status);
      if (status === 405) expect(headers.get('allow')).toMatch(/[A-Z]/);
    }
    return;
  }

  const promised = documented.responses?.[status];
  if (!promised || '$ref' in promised)
    throw new Error(`${method} ${path} documents no ${status}: ${body}`);

  for (const name of Object.keys(promised.headers ?? {})) {
    const { schema: described, required } = componentHeaders[name] ?? {};
    const schema = described as OpenAPIV3_1.SchemaObject;
    const value = headers.get(name);
    if (value === null && !required) continue;
    expect(value, `${name} of ${method} ${path} ${status}`).not.toBeNull();
    expectMatches(schema, schema.type === 'integer' ? Number(value) : value);
  }

  const { content = {} } = promised;
  expect(Object.keys(content)).toEqual(body === '' ? [] : [type]);
  const schema = content[type]?.schema;
  if (schema) expectMatches(schema, type === 'text/plain' ? body : JSON.parse(body));
}

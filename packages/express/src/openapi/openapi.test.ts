import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, test } from 'vitest';
import { problemsOf, type Route, routes } from 'weapp-login';
import { bodies, parameters } from 'weapp-login/schemas';
import { z } from 'zod';
import { messagesOperations } from '../messages/describe-messages.ts';
import { messagesPath } from '../messages/serve-messages.ts';
import { openapi } from './openapi.ts';

const otherPaths = { [messagesPath]: messagesOperations };
const document = openapi({ version: '1.2.3', otherPaths });
const everyRoute = Object.entries(routes) as [keyof typeof routes, Route][];

const operationOf = ({ method, path }: Route) => {
  const item = document.paths?.[path.replace(/:(\w+)/g, '{$1}')];
  return item?.[method.toLowerCase() as 'get' | 'post' | 'put' | 'delete'];
};

test('the document is valid OpenAPI 3.1', async () => {
  const validator = new Validator();
  expect(await validator.validate(structuredClone(document))).toEqual({ valid: true });
  expect(validator.version).toBe('3.1');
});

test('every reference of the document leads somewhere in it', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)];
  expect(references.length).toBeGreaterThan(20);
  for (const [, pointer = ''] of references)
    expect(document, pointer).toHaveProperty(pointer.split('/'));
});

test('it has exactly the routes of the contract, and the push address', () => {
  const operations = Object.values(document.paths ?? {}).flatMap((item) => Object.keys(item ?? {}));
  expect(operations).toHaveLength(everyRoute.length + Object.keys(messagesOperations).length);
});

describe.each(everyRoute)('%s', (name, route) => {
  const operation = operationOf(route);

  test('needs a token exactly where the contract says so', () => {
    expect(operation?.security).toEqual(route.auth === 'bearer' ? [{ bearer: [] }] : []);
  });

  test('documents each of its problems under its status, and nothing else but success', () => {
    const codes = Object.values(operation?.responses ?? {}).flatMap((response) =>
      'content' in response
        ? ((
            (response.content?.['application/problem+json']?.schema as z.core.JSONSchema.Schema)
              ?.properties?.code as { enum: string[] } | undefined
          )?.enum ?? [])
        : [],
    );
    expect(codes.sort()).toEqual(problemsOf(route).sort());
    expect(Object.keys(operation?.responses ?? {})).toContain(String(route.status));
  });

  test('has the parameters of the contract', () => {
    const routesWithAny: Partial<Record<string, Record<string, z.ZodObject>>> = parameters;
    const expected = Object.entries(routesWithAny[name] ?? {}).flatMap(([place, schema]) =>
      Object.keys(schema.shape).map((member) => `${place} ${member}`),
    );
    const described = (operation?.parameters ?? []).map((parameter) => {
      if (!('name' in parameter)) throw new Error('a parameter is a reference');
      expect(parameter.schema).toMatchObject({ type: 'string', minLength: 1 });
      return `${parameter.in} ${parameter.name}`;
    });
    expect(described).toEqual(expected);
  });

  test('has a request body exactly where the contract has one', () => {
    expect(operation?.requestBody !== undefined).toBe(
      !(bodies[name].request instanceof z.ZodUndefined),
    );
  });
});

test('a response may have members that this version does not know; most requests may not', () => {
  const { schemas = {} } = document.components ?? {};
  const closed = (part: object) => JSON.stringify(part).includes('"additionalProperties":false');
  for (const [name, schema] of Object.entries(schemas))
    expect(closed(schema), name).toBe(/^(Login|Phone|UserData|Profile|Openid)Request$/.test(name));
});

test('says where the server is when it knows', () => {
  expect(document.servers).toEqual([{ url: '/' }]);
  const told = openapi({ version: '1.2.3', serverUrl: 'https://api.example.com' });
  expect(told.servers).toEqual([{ url: 'https://api.example.com' }]);
});

import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { routes } from './index.ts';
import { bodies, parameters, problemSchema } from './schemas.ts';
import { displayName, printable, text } from './text.ts';

const accepts = (schema: z.ZodType, value: string) => schema.safeParse(value).success;

/** Every schema of a string inside another, by its path. */
function stringsIn(schema: z.core.$ZodType, path: string): [string, z.ZodType][] {
  if (schema instanceof z.ZodOptional) return stringsIn(schema.unwrap(), path);
  if (schema instanceof z.ZodArray) return stringsIn(schema.element, `${path}[]`);
  if (schema instanceof z.ZodUnion)
    return schema.options.flatMap((option, index) => stringsIn(option, `${path}|${index}`));
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape).flatMap(([name, member]) =>
      stringsIn(member as z.core.$ZodType, `${path}.${name}`),
    );
  return accepts(schema as z.ZodType, 'x') || schema instanceof z.ZodString
    ? [[path, schema as z.ZodType]]
    : [];
}

const strings = [
  ...Object.entries(bodies).flatMap(([name, { request, response }]) => [
    ...stringsIn(request, `${name} request`),
    ...stringsIn(response, `${name} response`),
  ]),
  ...Object.entries(parameters).flatMap(([name, places]) =>
    Object.entries(places).flatMap(([place, schema]) => stringsIn(schema, `${name} ${place}`)),
  ),
  ...stringsIn(problemSchema, 'problem'),
];

test('every string of the contract refuses what the next system can not hold', () => {
  expect(strings.length).toBeGreaterThan(20);
  const hostile = ['\ud800', 'a\udc00b', 'a\ud800', '\udc00\ud800', 'a\0b', '\0'];
  for (const [path, schema] of strings)
    for (const value of hostile)
      expect(accepts(schema, value), `${path}: ${JSON.stringify(value)}`).toBe(false);
});

test('every string that a caller sends has a greatest length, which the OpenAPI document shows', () => {
  const sent = strings.filter(([path]) => !/ response|^problem/.test(path));
  expect(sent.length).toBeGreaterThan(5);
  for (const [path, schema] of sent) {
    const { maxLength = 0 } = z.toJSONSchema(schema, { io: 'input' });
    expect(maxLength, path).toBeGreaterThan(0);
    expect(accepts(schema, 'x'.repeat(maxLength)), path).toBe(true);
    expect(accepts(schema, 'x'.repeat(maxLength + 1)), path).toBe(false);
  }
});

test('every parameter of a path has a schema', () => {
  const named = Object.entries(routes).flatMap(([name, { path }]) =>
    [...path.matchAll(/:(\w+)/g)].map(([, parameter]) => `${name} path.${parameter}`),
  );
  expect(strings.map(([path]) => path)).toEqual(expect.arrayContaining(named));
  expect(named.length).toBeGreaterThan(0);
});

test('lengths are counted in code points', () => {
  const schema = text({ max: 3 });
  expect(accepts(schema, '🎐🎐🎐')).toBe(true);
  expect(accepts(schema, '🎐🎐🎐🎐')).toBe(false);
  expect(accepts(schema, 'e\u0301e')).toBe(true);
  expect(accepts(schema, 'e\u0301e\u0301')).toBe(false);
});

test('printable text is ASCII that can be seen, and spaces', () => {
  const schema = printable({ max: 40 });
  expect(accepts(schema, 'the code is a mock one')).toBe(true);
  for (const value of ['', '\n', 'a\u007f', 'é', '\ufeff', 'a\u202eb'])
    expect(accepts(schema, value), JSON.stringify(value)).toBe(false);
});

describe('a display name', () => {
  const schema = displayName({ max: 5 });

  test.each([
    ['小明🎐', '小明🎐'],
    ['  a b ', 'a b'],
    ['\ufeffa\u3000', 'a'],
    ['👩‍👧', '👩‍👧'],
    ['\u0301', '\u0301'],
  ])('may be %j', (value, kept) => {
    expect(schema.parse(value)).toBe(kept);
  });

  test.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['\u200b\u200d', 'empty'],
    ['\u3164', 'empty'],
    ['\u2800 \u00ad', 'empty'],
    ['\u{e0020}', 'empty'],
    ['a\nb', 'control'],
    ['a\u0007', 'control'],
    ['a\u0085b', 'control'],
    ['a\u2028b', 'line breaks'],
    ['\u202eabc', 'bidi'],
    ['\u2066abc', 'bidi'],
    ['🎐🎐🎐🎐🎐🎐', 'at most 5'],
  ])('may not be %j', (value, fault) => {
    const { error } = schema.safeParse(value);
    expect(error?.issues.map(({ message }) => message)).toEqual([expect.stringContaining(fault)]);
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJson } from './parse-json.ts';

test('a raw control character in a string is that character', () => {
  expect(parseJson('{"a\tb":"1\n2\u00003", "c" :\r\n"\\"\u001f\\\\"}')).toEqual({
    'a\tb': '1\n2\u00003',
    c: '"\u001f\\',
  });
});

test.each(['', '{', '{"a":"\n', '\u0000{}', '{"a":\u00011}', '"\\\n"'])(
  '%j is not JSON all the same',
  (text) => {
    expect(parseJson(text)).toBeUndefined();
  },
);

test('any JSON is what JSON.parse makes of it', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(parseJson(text)).toEqual(JSON.parse(text));
    }),
  );
});

test('any value comes back where its controls were not escaped', () => {
  const withRawControls = (text: string) =>
    text.replace(/\\(?:u([0-9a-f]{4})|[\s\S])/g, (found, hex: string | undefined) => {
      const code = Number.parseInt(hex ?? '', 16);
      return code < 0x20 ? String.fromCharCode(code) : found;
    });
  fc.assert(
    fc.property(fc.string({ unit: 'binary-ascii' }), (value) => {
      expect(parseJson(withRawControls(JSON.stringify({ value })))).toEqual({ value });
    }),
    { numRuns: 1000 },
  );
});

test('a long text of quotes and backslashes is refused in no time', () => {
  const startedAt = performance.now();
  for (const text of ['"', '\\"', '"\\']) expect(parseJson(text.repeat(64 * 1024))).toBeUndefined();
  expect(performance.now() - startedAt).toBeLessThan(1_000);
});

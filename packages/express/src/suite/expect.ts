import assert from 'node:assert/strict';

/** Assertions with the names of test runners, on node:assert, so that a suite needs none of them. */
export function expect(actual: unknown) {
  return {
    toBe: (expected: unknown) => assert.equal(actual, expected),
    toEqual: (expected: unknown) => assert.deepEqual(plain(actual), plain(expected)),
    toMatchObject: (expected: unknown) =>
      assert.deepEqual(plain(partOf(actual, expected)), plain(expected)),
    toBeDefined: () => assert.notEqual(actual, undefined),
    toBeUndefined: () => assert.equal(actual, undefined),
    toHaveLength: (length: number) =>
      assert.equal((actual as unknown[] | undefined)?.length, length),
    toBeLessThan: (limit: number) =>
      assert.ok((actual as number) < limit, `${actual} is not less than ${limit}`),
    not: {
      toHaveProperty(name: string) {
        assert.ok(isRecord(actual), 'not an object');
        assert.ok(!(name in actual), `has ${name}`);
      },
    },
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);

/** A copy without prototypes, which differ between drivers, and without members that are undefined. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (ArrayBuffer.isView(value))
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (!isRecord(value)) return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([name, member]) => [name, plain(member)]));
}

/** What `actual` has of the members that `expected` names; of arrays, every element. */
function partOf(actual: unknown, expected: unknown): unknown {
  if (Array.isArray(actual) && Array.isArray(expected))
    return actual.map((element, index) => partOf(element, expected[index]));
  if (!isRecord(actual) || !isRecord(expected) || Array.isArray(actual)) return actual;
  const names = Object.keys(expected).filter((name) => name in actual);
  return Object.fromEntries(names.map((name) => [name, partOf(actual[name], expected[name])]));
}

import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createRequestIds } from './request-id.ts';

test('every id is another, and fit for a header', () => {
  const nextId = createRequestIds(randomBytes);
  const ids = Array.from({ length: 1000 }, nextId);
  expect(new Set(ids).size).toBe(1000);
  for (const id of ids) expect(id).toMatch(/^[\w-]{16}$/);
});

test('no byte is used twice', () => {
  let drawn = 0;
  const nextId = createRequestIds((size) => {
    const bytes = Buffer.alloc(size);
    for (let at = 0; at < size; at += 4) {
      drawn += 1;
      bytes.writeUInt32BE(drawn, at);
    }
    return bytes;
  });
  const numbers = Array.from({ length: 300 }, () => Buffer.from(nextId(), 'base64url')).flatMap(
    (bytes) => [bytes.readUInt32BE(0), bytes.readUInt32BE(4), bytes.readUInt32BE(8)],
  );
  expect(numbers).toEqual(Array.from({ length: 900 }, (_, index) => index + 1));
});

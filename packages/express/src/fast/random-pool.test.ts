import { expect, test } from 'vitest';
import { poolRandomBytes } from './random-pool.ts';

/** Stands for the system's randomness: every four bytes are another number. */
function countingBytes() {
  const drawn: Buffer[] = [];
  let count = 0;
  const draw = (size: number) => {
    const bytes = Buffer.alloc(size);
    for (let at = 0; at + 4 <= size; at += 4) {
      count += 1;
      bytes.writeUInt32BE(count, at);
    }
    drawn.push(bytes);
    return bytes;
  };
  return { draw, drawn };
}

test('no byte is handed out twice', () => {
  const { draw, drawn } = countingBytes();
  const bytes = poolRandomBytes(draw);
  const numbers = Array.from({ length: 2_000 }, () => bytes(12)).flatMap((drawnBytes) => [
    drawnBytes.readUInt32BE(0),
    drawnBytes.readUInt32BE(4),
    drawnBytes.readUInt32BE(8),
  ]);
  expect(new Set(numbers).size).toBe(6_000);
  expect(drawn).toHaveLength(3);
});

test('what was handed out is its owner’s, and nowhere else', () => {
  const { draw, drawn } = countingBytes();
  const bytes = poolRandomBytes(draw);
  const first = bytes(32);
  const kept = Buffer.from(first);
  expect(kept.equals(Buffer.alloc(32))).toBe(false);
  expect(drawn[0]?.subarray(0, 32)).toEqual(Buffer.alloc(32));
  bytes(32).fill(7);
  expect(first).toEqual(kept);
});

test('more than is drawn at a time comes straight from the system', () => {
  const { draw, drawn } = countingBytes();
  expect(poolRandomBytes(draw)(100_000)).toHaveLength(100_000);
  expect(drawn.map(({ length }) => length)).toEqual([100_000]);
});

import { expect, test } from 'vitest';
import { readJournal } from './journal.ts';
import { sentAnswers } from './sent-answers.ts';

/** A record as recorder.c writes it. */
function recordOf(kind: number, first: string, second = '', at = 1): Buffer {
  const head = Buffer.alloc(48);
  head.writeUInt32LE(48 + first.length + second.length, 0);
  head.writeUInt32LE(kind, 4);
  head.writeBigUInt64LE(BigInt(at), 8);
  head.writeInt32LE(7, 16);
  head.writeInt32LE(5, 20);
  head.writeBigUInt64LE(2n ** 40n, 24);
  head.writeBigUInt64LE(1n, 32);
  head.writeUInt32LE(first.length, 40);
  head.writeUInt32LE(second.length, 44);
  return Buffer.concat([head, Buffer.from(first + second)]);
}

test('a record has its kind, its numbers and both its texts', () => {
  const [operation] = readJournal(recordOf(7, '/from', '/to'), 3);
  expect(operation).toMatchObject({
    kind: 'rename',
    process: 3,
    fd: 7,
    result: 5,
    a: 2 ** 40,
    b: 1,
  });
  expect(`${operation?.first} ${operation?.second}`).toBe('/from /to');
});

test('a record that a killed process did not finish is left out', () => {
  const whole = recordOf(8, '/gone');
  const bytes = Buffer.concat([whole, whole]);
  for (let length = whole.length; length < bytes.length; length++)
    expect(readJournal(bytes.subarray(0, length), 0)).toHaveLength(1);
});

test('a kind that the recorder does not have is an error', () => {
  expect(() => readJournal(recordOf(99, ''), 0)).toThrow('unknown record');
});

test('a response is found by the id that its request brought, the first time that it is sent', () => {
  const response = 'HTTP/1.1 200 OK\r\nX-Request-Id: the-id\r\n\r\n';
  const bytes = [recordOf(12, response, '', 5), recordOf(12, response, '', 9)];
  expect(sentAnswers(readJournal(Buffer.concat(bytes), 0))).toEqual(new Map([['the-id', 5]]));
});

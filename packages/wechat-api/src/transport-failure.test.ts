import { AxiosError } from 'axios';
import { expect, test } from 'vitest';
import { readTransportFailure } from './transport-failure.ts';

test.each([
  ['ENOTFOUND', 'dns', false],
  ['EAI_AGAIN', 'dns', false],
  ['ENETUNREACH', 'refused', false],
  ['CERT_HAS_EXPIRED', 'tls', false],
  ['ETIMEDOUT', 'timeout', true],
  ['ECONNRESET', 'reset', true],
  ['EPIPE', 'reset', true],
  ['a code of tomorrow', 'reset', true],
  ['constructor', 'reset', true],
])('%s is %s, and the code may be spent: %s', (code, reason, maySpendCode) => {
  expect(readTransportFailure(new AxiosError('', code), undefined)).toEqual({
    kind: 'unreachable',
    reason,
    maySpendCode,
  });
});

test('an error that is not of axios is a fault of the program, not of WeChat', () => {
  expect(() => readTransportFailure(new RangeError('bug'), undefined)).toThrow(TypeError);
});

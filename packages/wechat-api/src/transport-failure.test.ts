import { AxiosError } from 'axios';
import { expect, test } from 'vitest';
import { readTransportFailure } from './transport-failure.ts';
import type { CallStage } from './undici/errors.ts';

const failed = (code: string, stage: CallStage) =>
  new AxiosError('', code, undefined, { stage } satisfies { stage: CallStage });

test.each([
  ['ENOTFOUND', 'unsent', 'dns', false],
  ['EAI_AGAIN', 'unsent', 'dns', false],
  ['ENETUNREACH', 'unsent', 'refused', false],
  ['CERT_HAS_EXPIRED', 'unsent', 'tls', false],
  ['ETIMEDOUT', 'unsent', 'timeout', false],
  ['ETIMEDOUT', 'sent', 'timeout', true],
  ['ECONNRESET', 'unsent', 'reset', false],
  ['ECONNRESET', 'closed', 'reset', false],
  ['ECONNRESET', 'sent', 'reset', true],
  ['EPIPE', 'sent', 'reset', true],
  ['ECONNRESET', 'answered', 'reset', true],
  ['a code of tomorrow', 'sent', 'reset', true],
  ['constructor', 'sent', 'reset', true],
] as const)(
  '%s, %s, is %s, and the code may be spent: %s',
  (code, stage, reason, maybeProcessed) => {
    expect(readTransportFailure(failed(code, stage), undefined)).toEqual({
      kind: 'unreachable',
      reason,
      maybeProcessed,
    });
  },
);

test.each([
  ['not of axios', new RangeError('bug')],
  ['about the configuration', new AxiosError('', 'ERR_NOT_SUPPORT')],
])('an error that is %s is a fault of the program, not of WeChat', (_, error) => {
  expect(() => readTransportFailure(error, undefined)).toThrow(TypeError);
});

import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { attemptSecrets } from './attempts.ts';

const name = { appId: 'wx0000000000000001', code: 'a code', idempotencyKey: 'a key' };

describe('a token sealed by an attempt', () => {
  const sealed = attemptSecrets(name).seal('a token', randomBytes);

  test('opens for the same attempt', () => {
    expect(attemptSecrets(name).unseal(sealed)).toBe('a token');
  });

  test.each([
    { ...name, code: 'another code' },
    { ...name, idempotencyKey: 'another key' },
    { ...name, appId: 'wx0000000000000002' },
    { ...name, code: 'a codea', idempotencyKey: ' key' },
  ])('opens for no other: %j', (other) => {
    expect(attemptSecrets(other).id).not.toBe(attemptSecrets(name).id);
    expect(() => attemptSecrets(other).unseal(sealed)).toThrow();
  });

  test('shows nothing of what it was made from', () => {
    const kept = attemptSecrets(name).id + Buffer.from(sealed).toString('latin1');
    for (const secret of ['a token', 'a code', 'a key']) expect(kept).not.toContain(secret);
  });
});

import { expect, test } from 'vitest';
import { baseUrlFor } from './config.ts';

test('the develop version speaks to the address that the build was given', () => {
  expect(baseUrlFor('develop')).toBe('http://127.0.0.1:2020');
});

test.each(['trial', 'release'] as const)(
  'the %s version has an https address or none',
  (version) => {
    expect(baseUrlFor(version) ?? 'https://').toMatch(/^https:\/\//);
  },
);

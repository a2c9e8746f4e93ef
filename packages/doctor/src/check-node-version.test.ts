import { expect, test } from 'vitest';
import { checkNodeVersion } from './check-node-version.ts';

test.each([
  ['20.20.2', 'warning'],
  ['22.23.3', 'passed'],
  ['24.21.0', 'passed'],
  ['26.10.0', 'passed'],
])('Node.js %s: %s', (version, status) => {
  expect(checkNodeVersion(version)).toMatchObject({ check: 'Node.js', status });
});

import { expect, test } from 'vitest';
import { examineNode } from './node-version.ts';

test.each([
  ['20.20.2', 'warning'],
  ['22.23.3', 'right'],
  ['24.21.0', 'right'],
  ['26.10.0', 'right'],
])('Node.js %s: %s', (version, verdict) => {
  expect(examineNode(version)).toMatchObject({ about: 'Node.js', verdict });
});

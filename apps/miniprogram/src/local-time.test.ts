import { expect, test } from 'vitest';
import { localTime } from './local-time.ts';

test('a time is written in the time zone of the phone', () => {
  expect(localTime('2025-01-31T01:05:00.000Z')).toMatch(/^2025-01-3\d \d\d:\d5$/);
});

test.each(['', 'yesterday', '2025-13-45T99:00:00Z'])('"%s" is a dash', (text) => {
  expect(localTime(text)).toBe('—');
});

import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { read } from './repository-files.ts';

const rows = read('docs/platform-rules.md')
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .slice(2)
  .map((line) => line.slice(2, -2).split(' | '));

test('there are rules', () => expect(rows.length).toBeGreaterThan(10));

describe.each(rows)('%s', (...row) => {
  const [rule = '', where = '', how = '', holds = ''] = row;

  test('says where the platform asks for it, and how it is kept', () => {
    expect(row).toHaveLength(4);
    expect(rule).not.toBe('');
    expect(where).toMatch(/^\[.+\]\(https:\/\/developers\.weixin\.qq\.com\/miniprogram\/[^)]*\)$/);
    expect(how).not.toBe('');
  });

  test('names a test that exists', () => {
    const [, title = '', file = ''] = /^\[(.+)\]\((.+\.test\.ts)\)$/.exec(holds) ?? [];
    expect(title).not.toBe('');
    expect(read(path.posix.join('docs', file))).toContain(title);
  });
});

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { linkTarget, read } from './repository-files.ts';

const page = 'docs/security/asvs.md';
const content = read(page);
const rows = content.split('\n').filter((line) => /^\| (RFC )?\d/.test(line));
/** A link to a file, and what follows in quotation marks. */
const references = [...content.matchAll(/\]\(([^)]+\.ts)\)((?: “[^”]+”)+)?/g)].flatMap(
  ([, file, quoted = '']) =>
    [...quoted.matchAll(/“([^”]+)”/g)].map(
      ([, words]) => [file as string, words as string] as const,
    ),
);

test('the page has rows and references', () => {
  expect(rows.length).toBeGreaterThan(40);
  expect(references.length).toBeGreaterThan(30);
});

test.each(references)('%s has the test “%s”', (file, words) => {
  const source = readFileSync(linkTarget(page, file), 'utf8').replaceAll("\\'", "'");
  expect(source.includes(words)).toBe(true);
});

test('a requirement that sends the reader to the gaps is among them', () => {
  const [, gaps = ''] = content.split('## Gaps');
  const [table = ''] = gaps.split('## V7');
  const sent = rows.filter((row) => row.includes('see the gaps'));
  expect(sent.length).toBeGreaterThan(5);
  for (const row of sent) {
    const numbers = row.split('|')[1]?.match(/\d+(\.\d+)+/g) ?? [];
    expect(
      numbers.some((number) => table.includes(number)),
      row,
    ).toBe(true);
  }
});

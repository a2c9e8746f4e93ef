import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { files, linkTarget, read } from './repository-files.ts';

const chinesePages = files('**/*.zh-CN.md');
const englishOf = (page: string) => page.replace('.zh-CN.md', '.md');

/** The commands and code of a page; what stands in for a value is in the reader's language. */
const codeOf = (page: string) =>
  [...read(page).matchAll(/```(?:sh|js|ts)\n([\s\S]*?)```/g)].map(([, block = '']) =>
    block.replace(/<[^<>\n]+>/g, '<>').replaceAll(/^ +/gm, ''),
  );
const levelsOf = (page: string) =>
  [...read(page).matchAll(/^(#+) /gm)].map(([, marks]) => marks?.length);

test.each(chinesePages)('%s has the sections and the code of the English page', (page) => {
  const english = englishOf(page);
  expect(existsSync(linkTarget('README.md', english))).toBe(true);
  expect(codeOf(page)).toEqual(codeOf(english));
  expect(levelsOf(page)).toEqual(levelsOf(english));
  expect(read(english)).toMatch(new RegExp(`\\]\\(${page.replace(/.*\//, '')}\\)`));
});

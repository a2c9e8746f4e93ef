import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type ProblemCode, problems, problemType } from '../packages/weapp-login/src/index.ts';

const page = readFileSync(new URL('../docs/problems.md', import.meta.url), 'utf8');
const sections = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf('\n')), section] as const),
);

test('docs/problems.md explains exactly the codes of the contract', () => {
  expect([...sections.keys()].sort()).toEqual(Object.keys(problems).sort());
});

test.each(Object.keys(problems) as ProblemCode[])('%s has its status and its address', (code) => {
  expect(sections.get(code)).toMatch(new RegExp(`\\nStatus ${problems[code].status}[.,]`));
  expect(problemType(code)).toBe(`/docs/problems#${code}`);
});

import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { files, linkTarget, read } from './repository-files.ts';

test('the lockfile names no registry host, so it installs from whichever is configured', () => {
  expect(read('pnpm-lock.yaml')).not.toMatch(/https?:|tarball:/);
});

const tests = files('**/*.test.ts', '**/*.contract.ts');

test.each([
  ['is skipped or focused', /\b(it|test|describe)\.(skip|only|todo|skipIf|runIf)\b/],
  ['replaces a module or a global', /\bvi\.(mock|doMock|stubGlobal|stubEnv|spyOn)\(/],
])('no test %s', (_what, pattern) => {
  expect(tests.filter((file) => pattern.test(read(file)))).toEqual([]);
});

test.each(files('**/*.md'))('every relative link of %s leads somewhere', (page) => {
  const dead = [...read(page).matchAll(/\]\(([^)\s]+)\)|(?:src|href)="([^"]+)"/g)]
    .map(([, inline, html]) => (inline ?? html) as string)
    .filter((link) => !/^(https?:|mailto:|#)/.test(link))
    .filter((link) => !existsSync(linkTarget(page, link)));
  expect(dead).toEqual([]);
});

const isInRepository = /^(apps|bench|deploy|docs|e2e|examples|packages|scripts|test)\/[\w./-]+$/;
/** Made by a build, a first start or the reader. */
const isMade =
  /\/(dist|data|node_modules|pages\/about|src\/notes)(\/|$)|\/\.env$|project\.private\.config\.json$|\/pglite\/|ca\.pem$/;

test.each(files('**/*.md'))('every file that %s names exists', (page) => {
  const named = [...read(page).matchAll(/`([^`\n]+)`|\(((?:apps|packages)\/[^)\s]+)\)/g)]
    .map(([, quoted, inBrackets]) => (quoted ?? inBrackets) as string)
    .filter((name) => isInRepository.test(name) && !isMade.test(name));
  expect(
    named.filter((name) => !['README.md', page].some((from) => existsSync(linkTarget(from, name)))),
  ).toEqual([]);
});

test('no file has the markers of a merge conflict', () => {
  const texts = files('**/*.{md,ts,tsx,cjs,js,json,yaml,wxml}');
  expect(texts.filter((file) => /^(<{7}|>{7}) /m.test(read(file)))).toEqual([]);
});

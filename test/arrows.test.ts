import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { files, read } from './tree.ts';

/** Who may import whom: the architecture. A package that is missing here fails the suite. */
const arrows: Record<string, { source: string[]; tests?: string[] }> = {
  'packages/weapp-login': { source: [] },
  'packages/fake-wechat': { source: [] },
  'packages/env-files': { source: [] },
  'packages/wechat-api': { source: [], tests: ['@weapp-login/fake-wechat'] },
  'packages/express': {
    source: [
      '@weapp-login/env-files',
      '@weapp-login/wechat-api',
      'weapp-login',
      'weapp-login/schemas',
    ],
    tests: ['@weapp-login/fake-wechat'],
  },
  'packages/doctor': {
    source: [
      '@weapp-login/env-files',
      '@weapp-login/express',
      '@weapp-login/wechat-api',
      'weapp-login',
    ],
    tests: ['@weapp-login/fake-wechat'],
  },
  'packages/simulator': { source: ['@weapp-login/fake-wechat'] },
  'packages/shared': { source: ['weapp-login'] },
  'apps/miniprogram': { source: ['@weapp-login/env-files', '@weapp-login/shared'] },
  'apps/server': { source: ['@weapp-login/express'] },
  e2e: {
    source: [],
    tests: [
      '@weapp-login/express',
      '@weapp-login/fake-wechat',
      '@weapp-login/simulator',
      'weapp-login',
    ],
  },
  'examples/web-client': {
    source: ['weapp-login'],
    tests: ['@weapp-login/express', '@weapp-login/fake-wechat'],
  },
};

const packages = files('{apps,packages,examples}/*/package.json', 'e2e/package.json').map(
  path.posix.dirname,
);
const isTest = (file: string) => /\.test\.ts$|\.contract\.ts$|(^|\/)(test|e2e|bench)\//.test(file);

const importsOf = (file: string) =>
  [...read(file).matchAll(/(?:from|import\(?)\s*['"]([^'"]+)['"]/g)].map(
    ([, specifier]) => specifier as string,
  );

test('every package has its place in the architecture', () => {
  expect(packages.sort()).toEqual(Object.keys(arrows).sort());
});

describe.each(Object.entries(arrows))('%s', (folder, { source, tests = [] }) => {
  const sources = files(`${folder}/**/*.ts`);

  test('has source files', () => expect(sources.length).toBeGreaterThan(0));

  test('imports only what the architecture allows', () => {
    const refused = sources.flatMap((file) => {
      const allowed = isTest(file) ? [...source, ...tests] : source;
      return importsOf(file)
        .filter((name) => /^(@weapp-login\/|weapp-login(\/|$))/.test(name))
        .filter((name) => !allowed.some((one) => name === one || name.startsWith(`${one}/`)))
        .map((name) => `${file} imports ${name}`);
    });
    expect(refused).toEqual([]);
  });

  test('reaches into no other package by path', () => {
    const refused = sources.flatMap((file) =>
      importsOf(file)
        .filter((name) => name.startsWith('.'))
        .map((name) => path.posix.join(path.posix.dirname(file), name))
        .filter((target) => !target.startsWith(`${folder}/`))
        .map((target) => `${file} imports ${target}`),
    );
    expect(refused).toEqual([]);
  });
});

import { expect, test } from 'vitest';
import { routes } from '../packages/shared/src/index.ts';
import type { Route } from '../packages/weapp-login/src/index.ts';
import { read } from './repository-files.ts';

const [, table = ''] = /\n## Routes\n([\s\S]*?)\n## /.exec(read('docs/server.md')) ?? [];

/** The routes in the first column; `GET`, `POST /path` stands for two. */
const listed = table
  .split('\n')
  .map((line) => line.split('|')[1] ?? '')
  .flatMap((cell) => {
    const path = /`[A-Z]+ ([^`]+)`/.exec(cell)?.[1];
    return [...cell.matchAll(/`([A-Z]+)(?: ([^`]+))?`/g)].map(
      ([, method, own]) => `${method} ${own ?? path}`,
    );
  });

test('the table of routes in docs/server.md has every route of the contract', () => {
  const all = Object.values<Route>(routes).map(({ method, path }) => `${method} ${path}`);
  expect(all.filter((route) => !listed.includes(route))).toEqual([]);
});

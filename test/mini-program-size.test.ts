import { statSync } from 'node:fs';
import path from 'node:path';
import { globSync } from 'tinyglobby';
import { expect, test } from 'vitest';

const dist = path.resolve(import.meta.dirname, '../apps/miniprogram/dist');

/** The pages that the starter comes with. One that is added to them has WeChat's own limit, which the build shows. */
const ownPages = ['index', 'me', 'devices'];

const files = globSync(['*', 'npm/**', `pages/{${ownPages.join(',')}}/**`], { cwd: dist });

test('the starter has all of its pages', () => {
  for (const page of ownPages) expect(files).toContain(`pages/${page}/${page}.js`);
});

/** Why not less: docs/decisions/0033-starter-size.md. */
const limit = 44 * 1024;

test('the starter is at most 44 KB', () => {
  const bytes = files.reduce((sum, file) => sum + statSync(path.join(dist, file)).size, 0);
  expect(bytes).toBeLessThanOrEqual(limit);
});

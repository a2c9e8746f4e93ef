import path from 'node:path';
import { expect, test } from 'vitest';
import { sourceFolders } from './source-folders.ts';

const root = path.resolve(import.meta.dirname, '../../../..');

test('the sources of a package are its own and those of the workspace packages it depends on', () => {
  const sources = sourceFolders(path.join(root, 'apps/server')).map((file) =>
    path.relative(root, file),
  );
  expect(sources).toContain('apps/server/src');
  expect(sources).toContain('packages/express/src');
  expect(sources).toContain('packages/wechat-api/src');
  expect(sources.filter((file) => file.includes('node_modules'))).toEqual([]);
  expect(sources).not.toContain('packages/fake-wechat/src');
});

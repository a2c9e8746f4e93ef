import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { miniProgram, writeFiles } from '../../test/mini-program.ts';
import { readAppId } from './app-id.ts';

test('without a project file it is the AppID of a tourist', async () => {
  expect(readAppId(await miniProgram({}))).toBe('touristappid');
});

test('it comes from the project whose miniprogramRoot is the folder, in or above it', async () => {
  const beside = await miniProgram({ 'project.config.json': '{ "appid": "wx1111111111111111" }' });
  expect(readAppId(beside)).toBe('wx1111111111111111');
  const above = await miniProgram({
    'project.config.json': '{ "appid": "wx2222222222222222", "miniprogramRoot": "dist/" }',
  });
  await mkdir(path.join(above, 'dist'));
  expect(readAppId(path.join(above, 'dist'))).toBe('wx2222222222222222');
  // The project is another folder's.
  expect(readAppId(above)).toBe('touristappid');
});

test('the private settings win', async () => {
  const folder = await miniProgram({});
  await writeFiles(folder, {
    'project.config.json': '{ "appid": "touristappid" }',
    'project.private.config.json': '{ "appid": "wx3333333333333333" }',
  });
  expect(readAppId(folder)).toBe('wx3333333333333333');
});

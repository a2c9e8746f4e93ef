import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { StoreUnavailable } from '../store/store-unavailable.ts';
import { testFileStore } from './file-store.contract.ts';
import { createLocalFiles } from './local-files.ts';

let parent: string;
let folder: string;
beforeEach(() => {
  parent = mkdtempSync(path.join(tmpdir(), 'weapp-login-'));
  folder = path.join(parent, 'data', 'pictures');
});
afterEach(() => rmSync(parent, { recursive: true }));

const file = { bytes: Buffer.from('x'), contentType: 'image/png' };

describe('a folder', () => {
  testFileStore(() => createLocalFiles({ folder }));

  test('is made at the first file', async () => {
    await createLocalFiles({ folder }).put('a.png', file);
    expect(readdirSync(folder)).toEqual(['a.png']);
  });

  test('that can not be made is unavailable', async () => {
    writeFileSync(path.join(parent, 'data'), 'a file in its place');
    const files = createLocalFiles({ folder });
    await expect(files.put('a.png', file)).rejects.toThrow(
      new StoreUnavailable('the file folder: ENOTDIR'),
    );
    await expect(files.get('a.png')).rejects.toThrow(StoreUnavailable);
    await expect(files.check()).rejects.toThrow(StoreUnavailable);
  });

  test('a name that is taken by something else is unavailable', async () => {
    mkdirSync(path.join(folder, 'a.png'), { recursive: true });
    const files = createLocalFiles({ folder });
    await expect(files.put('a.png', file)).rejects.toThrow(StoreUnavailable);
    await expect(files.get('a.png')).rejects.toThrow(StoreUnavailable);
  });
});

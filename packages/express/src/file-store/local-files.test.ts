import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { StoreUnavailable } from '../store/store-unavailable.ts';
import { fileStoreSuite } from './file-store.contract.ts';
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
  const open = () => createLocalFiles({ folder });
  for (const { name, run } of fileStoreSuite(open)) test(name, run);

  test('is made at the first file', async () => {
    await createLocalFiles({ folder }).put('a.png', file);
    expect(readdirSync(folder)).toEqual(['a.png']);
  });

  test('that was taken away is made again', async () => {
    const files = createLocalFiles({ folder });
    await files.put('a.png', file);
    rmSync(folder, { recursive: true });
    await files.put('b.png', file);
    expect(readdirSync(folder)).toEqual(['b.png']);
  });

  test('is swept of what a crash left, unless it is young', async () => {
    const files = createLocalFiles({ folder });
    await files.put('a.png', file);
    const [old, young] = ['a.png.0123456789ab.part', 'b.png.0123456789ab.part'] as const;
    for (const name of [old, young]) writeFileSync(path.join(folder, name), 'half');
    utimesSync(path.join(folder, old), 1, 1);
    const { signal } = new AbortController();
    expect(await files.deleteLeftovers({ before: 2_000, signal })).toBe(1);
    expect(readdirSync(folder).sort()).toEqual(['a.png', young]);
  });

  test('that is not there yet has nothing to sweep', async () => {
    const options = { before: 2_000, signal: new AbortController().signal };
    expect(await createLocalFiles({ folder }).deleteLeftovers(options)).toBe(0);
  });

  test('that can not be made is unavailable', async () => {
    writeFileSync(path.join(parent, 'data'), 'a file in its place');
    const files = createLocalFiles({ folder });
    await expect(files.put('a.png', file)).rejects.toThrow(
      new StoreUnavailable('the file folder: ENOTDIR'),
    );
    await expect(files.read('a.png')).rejects.toThrow(StoreUnavailable);
    await expect(files.check()).rejects.toThrow(StoreUnavailable);
  });

  test('a name that is taken by something else is unavailable', async () => {
    mkdirSync(path.join(folder, 'a.png'), { recursive: true });
    const files = createLocalFiles({ folder });
    await expect(files.put('a.png', file)).rejects.toThrow(StoreUnavailable);
    await expect(files.read('a.png')).rejects.toThrow(StoreUnavailable);
  });
});

import { buffer } from 'node:stream/consumers';
import { type Case, collectCases } from '../suite/collect-cases.ts';
import { expect } from '../suite/expect.ts';
import type { FileStore } from './file-store.ts';

/**
 * Returns the cases that every file store passes. They need no test runner, and share nothing.
 * @param open opens a store with nothing in it
 */
export function fileStoreSuite(open: () => FileStore | Promise<FileStore>): Case[] {
  return collectCases(({ test }) => {
    const picture = {
      bytes: Uint8Array.from([0xff, 0xd8, 0xff, 0, 13, 10]),
      contentType: 'image/jpeg',
    };

    const read = async (files: FileStore, name: string) => {
      const file = await files.read(name);
      return file && buffer(file.stream);
    };

    test('a file comes back as it was put', async () => {
      const files = await open();
      await files.put('a.jpg', picture);
      expect(await read(files, 'a.jpg')).toEqual(Buffer.from(picture.bytes));
    });

    test('a file that was not put does not exist', async () => {
      const files = await open();
      await files.put('a.jpg', picture);
      expect(await files.read('b.jpg')).toBeUndefined();
    });

    test('a file tells its length before it is read', async () => {
      const files = await open();
      await files.put('a.jpg', picture);
      const { size, stream } = (await files.read('a.jpg')) ?? {};
      expect(size).toBe(picture.bytes.length);
      stream?.destroy();
    });

    test('a megabyte is read in pieces', async () => {
      const files = await open();
      await files.put('large.png', { bytes: Buffer.alloc(1024 * 1024), contentType: 'image/png' });
      const { stream } = (await files.read('large.png')) ?? {};
      for await (const chunk of stream ?? []) expect(chunk.length).toBeLessThan(256 * 1024);
    });

    test('complete files are not leftovers, however old', async () => {
      const files = await open();
      await files.put('a.jpg', picture);
      const { signal } = new AbortController();
      expect(await files.deleteLeftovers({ before: Number.MAX_SAFE_INTEGER, signal })).toBe(0);
      expect(await read(files, 'a.jpg')).toBeDefined();
    });

    test('a deleted file is gone, and the others stay', async () => {
      const files = await open();
      await files.put('a.jpg', picture);
      await files.put('-_.jpg', picture);
      await files.delete('a.jpg');
      expect(await files.read('a.jpg')).toBeUndefined();
      expect(await read(files, '-_.jpg')).toBeDefined();
    });

    test('a file that is gone can be deleted to no effect', async () => {
      const files = await open();
      expect(await files.delete('a.jpg')).toBeUndefined();
    });

    test('a megabyte comes back whole', async () => {
      const files = await open();
      const bytes = Buffer.alloc(1024 * 1024, 'weapp');
      await files.put('large.png', { bytes, contentType: 'image/png' });
      expect((await read(files, 'large.png'))?.equals(bytes)).toBe(true);
    });

    test('the check passes, and leaves nothing', async () => {
      const files = await open();
      expect(await files.check()).toBeUndefined();
      expect(await files.read('check.txt')).toBeUndefined();
    });
  });
}

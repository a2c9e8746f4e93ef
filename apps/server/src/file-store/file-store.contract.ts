import { expect, test } from 'vitest';
import type { FileStore } from './file-store.ts';

/** What every file store does. @param open a store with nothing in it */
export function testFileStore(open: () => FileStore | Promise<FileStore>): void {
  const picture = {
    bytes: Uint8Array.from([0xff, 0xd8, 0xff, 0, 13, 10]),
    contentType: 'image/jpeg',
  };

  test('a file comes back as it was put', async () => {
    const files = await open();
    await files.put('a.jpg', picture);
    expect(Buffer.from((await files.get('a.jpg')) ?? [])).toEqual(Buffer.from(picture.bytes));
  });

  test('a file that nobody put is none', async () => {
    const files = await open();
    await files.put('a.jpg', picture);
    expect(await files.get('b.jpg')).toBeUndefined();
  });

  test('a deleted file is gone, and the others stay', async () => {
    const files = await open();
    await files.put('a.jpg', picture);
    await files.put('-_.jpg', picture);
    await files.delete('a.jpg');
    expect(await files.get('a.jpg')).toBeUndefined();
    expect(await files.get('-_.jpg')).toBeDefined();
  });

  test('a file that is gone can be deleted to no effect', async () => {
    const files = await open();
    await expect(files.delete('a.jpg')).resolves.toBeUndefined();
  });

  test('a megabyte comes back whole', async () => {
    const files = await open();
    const bytes = Buffer.alloc(1024 * 1024, 'weapp');
    await files.put('large.png', { bytes, contentType: 'image/png' });
    expect(bytes.equals((await files.get('large.png')) ?? Buffer.alloc(0))).toBe(true);
  });

  test('the check passes, and leaves nothing', async () => {
    const files = await open();
    await expect(files.check()).resolves.toBeUndefined();
    expect(await files.get('check.txt')).toBeUndefined();
  });
}

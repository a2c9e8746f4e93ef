import { expect, test } from 'vitest';
import { createFileOnDisk, type Luck, pageBytes, sectorBytes } from './file-on-disk.ts';

const everything: Luck = { sizes: (count) => count, writes: (_, turns) => turns.length };
const nothingBut = (sector: number): Luck => ({
  sizes: (count) => count,
  writes: (each, turns) => (each === sector ? turns.length : 0),
});
const filled = (length: number, byte: string) => Buffer.alloc(length, byte);

test('what was written is on the disk after a sync that began later, and not before', () => {
  const file = createFileOnDisk();
  file.write(1, 0, Buffer.from('one'));
  expect(file.afterCrash()).toHaveLength(0);
  expect(file.seen().toString()).toBe('one');
  file.write(3, 3, Buffer.from('two'));
  file.synced(2);
  expect(file.afterCrash().toString()).toBe('one');
  file.synced(4);
  expect(file.afterCrash().toString()).toBe('onetwo');
});

test('of what was not synced, each sector may be there or not; the hole reads as zeros', () => {
  const file = createFileOnDisk();
  file.write(1, 0, filled(3 * sectorBytes, 'a'));
  const left = file.afterCrash(nothingBut(1));
  expect(left.subarray(0, sectorBytes)).toEqual(Buffer.alloc(sectorBytes));
  expect(left.subarray(sectorBytes, 2 * sectorBytes)).toEqual(filled(sectorBytes, 'a'));
  expect(left.subarray(2 * sectorBytes)).toEqual(Buffer.alloc(sectorBytes));
});

test('a sector that has a later write has the earlier ones too', () => {
  const file = createFileOnDisk();
  file.write(1, 0, Buffer.from('1111'));
  file.write(2, 2, Buffer.from('2222'));
  const onlyOne: Luck = { sizes: (count) => count, writes: () => 1 };
  expect(file.afterCrash(onlyOne)).toEqual(Buffer.from('1111\0\0'));
  expect(file.afterCrash(everything)).toEqual(Buffer.from('112222'));
});

test('the size is lost like the content', () => {
  const file = createFileOnDisk();
  file.write(1, 0, Buffer.from('a'));
  expect(file.afterCrash({ ...everything, sizes: () => 0 })).toHaveLength(0);
  file.synced(2);
  file.truncate(3, 0);
  expect(file.afterCrash().toString()).toBe('a');
  expect(file.afterCrash(everything)).toHaveLength(0);
});

test('what is written after a truncation is not seen where the truncation is missing', () => {
  const file = createFileOnDisk();
  file.write(1, 0, Buffer.from('old'));
  file.synced(2);
  file.truncate(3, 0);
  file.write(4, 0, Buffer.from('new'));
  expect(file.afterCrash({ ...everything, sizes: () => 0 }).toString()).toBe('old');
  expect(file.afterCrash(everything).toString()).toBe('new');
});

test('after a failed writeback no later sync brings the page to the disk', () => {
  const file = createFileOnDisk();
  file.write(1, 0, filled(pageBytes, 'a'));
  file.failed(2);
  file.write(3, pageBytes, filled(pageBytes, 'b'));
  file.synced(4);
  expect(file.afterCrash()).toEqual(
    Buffer.concat([Buffer.alloc(pageBytes), filled(pageBytes, 'b')]),
  );
  expect(file.seen().subarray(0, pageBytes)).toEqual(filled(pageBytes, 'a'));
});

test('unless the page is written to again', () => {
  const file = createFileOnDisk();
  file.write(1, 0, filled(pageBytes, 'a'));
  file.failed(2);
  file.write(3, 0, Buffer.from('c'));
  file.synced(4);
  expect(file.afterCrash()).toEqual(Buffer.concat([Buffer.from('c'), filled(pageBytes - 1, 'a')]));
});

test('what a truncation cut off does not come back', () => {
  const file = createFileOnDisk();
  file.write(1, 0, filled(2 * pageBytes, 'a'));
  file.failed(2);
  file.truncate(3, pageBytes);
  file.synced(4);
  file.write(5, 2 * pageBytes, Buffer.from('z'));
  file.synced(6);
  const left = file.afterCrash(everything);
  expect(left.subarray(pageBytes, 2 * pageBytes)).toEqual(Buffer.alloc(pageBytes));
});

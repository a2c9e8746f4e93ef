import { expect, test } from 'vitest';
import { createNamesOnDisk } from './names-on-disk.ts';

const create = () => createNamesOnDisk<string>('/root');
const namesOf = (names: ReadonlyMap<string, string>) => Object.fromEntries(names);

test('a name is on the disk once its folder was synced, and gone once it was synced again', () => {
  const names = create();
  names.change(1, ['/root/a', 'file']);
  expect(namesOf(names.afterCrash())).toEqual({});
  names.synced('/root', 2);
  names.change(3, ['/root/a', undefined]);
  expect(namesOf(names.afterCrash())).toEqual({ '/root/a': 'file' });
  expect(names.find('/root/a')).toBeUndefined();
  names.synced('/root', 4);
  expect(namesOf(names.afterCrash())).toEqual({});
});

test('a sync that began before a change does nothing for it', () => {
  const names = create();
  names.change(2, ['/root/a', 'file']);
  names.synced('/root', 2);
  expect(namesOf(names.afterCrash())).toEqual({});
});

test('a sync of another folder does nothing for it', () => {
  const names = create();
  names.change(1, ['/root/sub', 'folder']);
  names.change(2, ['/root/sub/a', 'file']);
  names.synced('/root/sub', 3);
  // The file is in a folder without a durable name.
  expect(namesOf(names.afterCrash())).toEqual({});
  names.synced('/root', 4);
  expect(namesOf(names.afterCrash())).toEqual({ '/root/sub': 'folder', '/root/sub/a': 'file' });
});

test('a rename is there whole or not at all, with what comes before it at the same names', () => {
  const names = create();
  names.change(1, ['/root/a.part', 'file']);
  names.change(2, ['/root/b', 'other']);
  names.change(3, ['/root/a.part', undefined], ['/root/a', 'file']);
  expect(namesOf(names.afterCrash((index) => index === 2))).toEqual({ '/root/a': 'file' });
  expect(namesOf(names.afterCrash((index) => index === 1))).toEqual({ '/root/b': 'other' });
  expect(namesOf(names.afterCrash((index) => index === 0))).toEqual({ '/root/a.part': 'file' });
});

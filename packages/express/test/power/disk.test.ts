import { expect, test } from 'vitest';
import { createDisk } from './disk.ts';
import type { Operation } from './journal.ts';

/** A disk, and operations on it in turn. */
function start() {
  const disk = createDisk('/root');
  let turn = 0;
  const done = (kind: Operation['kind'], changes: Partial<Operation> = {}) => {
    const nothing = Buffer.alloc(0);
    const operation = { at: 0, process: 0, fd: 3, result: 0, a: 0, b: 0 };
    disk.apply(++turn, { ...operation, kind, first: nothing, second: nothing, ...changes });
  };
  const path = (name: string) => ({ first: Buffer.from(`/root/${name}`) });
  const sync = (fd: number, result = 0, b = 0) => {
    done('sync-begin', { fd, a: turn });
    done('sync-end', { fd, a: turn - 1, result, b });
  };
  const left = () =>
    Object.fromEntries([...disk.afterCrash()].map(([name, content]) => [name, `${content}`]));
  return { disk, done, path, sync, left };
}

test('a file that was written aside, synced and renamed is there once its folder was synced', () => {
  const { done, path, sync, left } = start();
  done('open', { ...path('a.part'), b: 1 });
  done('write', { first: Buffer.from('content') });
  sync(3);
  done('rename', { ...path('a.part'), second: Buffer.from('/root/a') });
  expect(left()).toEqual({});
  done('open', { first: Buffer.from('/root'), fd: 4 });
  sync(4);
  expect(left()).toEqual({ a: 'content' });
});

test('without the sync of the file, its name is all that is there', () => {
  const { done, path, sync, left } = start();
  done('open', { ...path('a'), b: 1 });
  done('write', { first: Buffer.from('content') });
  done('open', { first: Buffer.from('/root'), fd: 4 });
  sync(4);
  expect(left()).toEqual({ a: '' });
});

test('a sync that failed to write back does not count, and neither does one that reports an older failure', () => {
  const { done, path, sync, left } = start();
  done('open', { first: Buffer.from('/root'), fd: 4 });
  done('open', { ...path('a'), b: 1 });
  sync(4);
  done('write', { first: Buffer.from('content') });
  sync(3, 5, 1);
  expect(left()).toEqual({ a: '' });
  sync(3);
  expect(left()).toEqual({ a: '\0'.repeat(7) });
  done('write', { first: Buffer.from('content') });
  sync(3, 5, 0);
  expect(left()).toEqual({ a: '\0'.repeat(7) });
  sync(3);
  expect(left()).toEqual({ a: 'content' });
});

test('what a killed process had written stays in the kernel, and its descriptors mean nothing to the next', () => {
  const { disk, done, path } = start();
  done('open', { ...path('a'), b: 1 });
  done('write', { first: Buffer.from('content') });
  expect(() => done('write', { process: 1, first: Buffer.from('x') })).toThrow('unrecorded');
  expect(disk.seen().get('a')?.toString()).toBe('content');
});

test('what the model does not know stops it', () => {
  const { done } = start();
  expect(() => done('unsupported', { first: Buffer.from('fallocate') })).toThrow('fallocate');
});

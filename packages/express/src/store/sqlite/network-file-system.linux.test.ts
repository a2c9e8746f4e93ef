import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { runServer } from '../../../test/run-server.ts';
import { networkFileSystem } from './network-file-system.ts';

test.each([
  ['NFS', 0x6969],
  ['SMB', 0x517b],
  ['SMB', 0xff534d42],
  ['SMB', 0xff534d42 | 0],
  ['SMB', 0xfe534d42],
  ['9p', 0x01021997],
  ['FUSE', 0x65735546],
  ['Ceph', 0x00c36400],
  ['AFS', 0x5346414f],
  ['Lustre', 0x0bd00bd0],
  ['VirtualBox shared folder', 0x786f4256],
  [undefined, 0xef53], // ext4
  [undefined, 0x9123683e], // Btrfs
  [undefined, 0x01021994], // tmpfs
  [undefined, 0x794c7630], // overlayfs
])('%s by its number', (name, type) => {
  expect(networkFileSystem(tmpdir(), () => type)).toBe(name);
});

test('of a folder that is not made yet, the one above counts', () => {
  const asked: string[] = [];
  networkFileSystem(path.join(tmpdir(), 'not', 'there'), (folder) => asked.push(folder));
  expect(asked).toEqual([tmpdir()]);
});

test('the folder of this test is on a disk of this machine', () => {
  expect(networkFileSystem(tmpdir())).toBeUndefined();
});

test('a server whose database is on NFS says so when it starts', async () => {
  const nfs =
    "import fs from 'node:fs';import {syncBuiltinESMExports} from 'node:module';" +
    'fs.statfsSync=()=>({type:0x6969});syncBuiltinESMExports();';
  const server = runServer(
    ['--import', `data:text/javascript,${encodeURIComponent(nfs)}`, 'dist/main.js'],
    {},
  );
  await server.listening();
  server.stop('SIGTERM');
  await server.ended();
  expect(server.output.stdout).toMatch(
    /"level":"warn".*"fileSystem":"NFS".*"msg":"the database is on a network file system/,
  );
});

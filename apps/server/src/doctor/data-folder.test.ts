import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../test/mini-program.ts';
import { examineDataFolder } from './data-folder.ts';

const examined = (dataDir: string, production = true) => examineDataFolder({ dataDir, production });

/** A data folder with a database in it, both of the given mode. */
function folderOfMode(folderMode: number, fileMode: number): string {
  const dataDir = path.join(temporaryFolder(), 'data');
  mkdirSync(dataDir);
  writeFileSync(path.join(dataDir, 'weapp-login.sqlite'), '');
  chmodSync(path.join(dataDir, 'weapp-login.sqlite'), fileMode);
  chmodSync(dataDir, folderMode);
  return dataDir;
}

test('a folder that is not there yet is right where it can be made', () => {
  const dataDir = path.join(temporaryFolder(), 'a', 'b');
  expect(examined(dataDir)).toMatchObject([
    { verdict: 'right', says: `${dataDir} is made at the first start` },
  ]);
});

test('a folder below a file is a fault', () => {
  const file = path.join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  expect(examined(path.join(file, 'data'))).toMatchObject([
    {
      about: 'data folder',
      verdict: 'fault',
      says: `${file} can not be written to (ENOTDIR)`,
      mend: expect.stringContaining('DATA_DIR'),
    },
  ]);
});

test.each([
  [0o700, 0o644],
  [0o755, 0o600],
])('a folder of mode %o with files of mode %o keeps them to itself', (folderMode, fileMode) => {
  expect(examined(folderOfMode(folderMode, fileMode))).toMatchObject([{ verdict: 'right' }]);
});

test('a database that every user of the machine can read is a fault in production', () => {
  const dataDir = folderOfMode(0o755, 0o644);
  const findings = examined(dataDir);
  expect(findings).toMatchObject([{ verdict: 'fault', mend: `chmod o-rwx ${dataDir}` }]);
  expect(findings[0]?.says).toContain(path.join(dataDir, 'weapp-login.sqlite'));
  expect(examined(dataDir, false)).toMatchObject([{ verdict: 'warning' }]);
});

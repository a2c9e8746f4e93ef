import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '@weapp-login/express/test/mini-program';
import { expect, test } from 'vitest';
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

test('a folder that is not there yet is right where it can be made', async () => {
  const dataDir = path.join(temporaryFolder(), 'a', 'b');
  expect(await examined(dataDir)).toMatchObject([
    { verdict: 'right', says: `${dataDir} is made at the first start` },
  ]);
});

test('a folder below a file is a fault', async () => {
  const file = path.join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  expect(await examined(path.join(file, 'data'))).toMatchObject([
    {
      about: 'data folder',
      verdict: 'fault',
      says: `${file} is not writable (ENOTDIR)`,
      mend: expect.stringContaining('DATA_DIR'),
    },
  ]);
});

test.each([
  [0o700, 0o644],
  [0o755, 0o600],
])(
  'a folder of mode %o with files of mode %o keeps them to itself',
  async (folderMode, fileMode) => {
    expect(await examined(folderOfMode(folderMode, fileMode))).toMatchObject([
      { verdict: 'right' },
    ]);
  },
);

test('a database that every user of the machine can read is a fault in production', async () => {
  const dataDir = folderOfMode(0o755, 0o644);
  const findings = await examined(dataDir);
  expect(findings).toMatchObject([{ verdict: 'fault', mend: `chmod o-rwx ${dataDir}` }]);
  expect(findings[0]?.says).toContain(path.join(dataDir, 'weapp-login.sqlite'));
  expect(await examined(dataDir, false)).toMatchObject([{ verdict: 'warning' }]);
});

test.each([
  ['empty', ''],
  ['cut off', 'c2VjcmV0'],
  ['of only zeros', '\0'.repeat(44)],
])(
  'the secret of a development server that is %s is a fault, and of no matter in production',
  async (_, text) => {
    const dataDir = path.join(temporaryFolder(), 'data');
    mkdirSync(dataDir, { mode: 0o700 });
    writeFileSync(path.join(dataDir, 'session-key-secret'), text, { mode: 0o600 });
    expect(await examined(dataDir, false)).toMatchObject([
      {
        verdict: 'fault',
        says: expect.stringContaining('session-key-secret does not hold a secret'),
      },
    ]);
    expect(await examined(dataDir)).toMatchObject([{ verdict: 'right' }]);
  },
);

test('looking leaves nothing in the folder', async () => {
  const dataDir = path.join(temporaryFolder(), 'data');
  mkdirSync(dataDir, { mode: 0o700 });
  await examined(dataDir);
  expect(readdirSync(dataDir)).toEqual([]);
});

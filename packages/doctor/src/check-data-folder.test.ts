import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '@weapp-login/express/test/mini-program';
import { expect, test } from 'vitest';
import { checkDataFolder } from './check-data-folder.ts';

const checkAt = (dataDir: string, production = true) => checkDataFolder({ dataDir, production });

/** A data folder with a database in it, both of the given mode. */
function folderOfMode(folderMode: number, fileMode: number): string {
  const dataDir = path.join(temporaryFolder(), 'data');
  mkdirSync(dataDir);
  writeFileSync(path.join(dataDir, 'weapp-login.sqlite'), '');
  chmodSync(path.join(dataDir, 'weapp-login.sqlite'), fileMode);
  chmodSync(dataDir, folderMode);
  return dataDir;
}

test('a missing folder passes if it can be created', async () => {
  const dataDir = path.join(temporaryFolder(), 'a', 'b');
  expect(await checkAt(dataDir)).toMatchObject([
    { status: 'passed', message: `${dataDir} will be created at the first start` },
  ]);
});

test('a folder below a file fails', async () => {
  const file = path.join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  expect(await checkAt(path.join(file, 'data'))).toMatchObject([
    {
      check: 'data folder',
      status: 'failed',
      message: `${file} is not writable (ENOTDIR)`,
      fix: expect.stringContaining('DATA_DIR'),
    },
  ]);
});

test.each([
  [0o700, 0o644],
  [0o755, 0o600],
])(
  'a folder of mode %o with files of mode %o keeps them to itself',
  async (folderMode, fileMode) => {
    expect(await checkAt(folderOfMode(folderMode, fileMode))).toMatchObject([{ status: 'passed' }]);
  },
);

test('a database that every user of the machine can read fails in production', async () => {
  const dataDir = folderOfMode(0o755, 0o644);
  const results = await checkAt(dataDir);
  expect(results).toMatchObject([{ status: 'failed', fix: `chmod o-rwx ${dataDir}` }]);
  expect(results[0]?.message).toContain(path.join(dataDir, 'weapp-login.sqlite'));
  expect(await checkAt(dataDir, false)).toMatchObject([{ status: 'warning' }]);
});

test.each([
  ['empty', ''],
  ['cut off', 'c2VjcmV0'],
  ['of only zeros', '\0'.repeat(44)],
])(
  'the secret of a development server that is %s is a failed, and of no matter in production',
  async (_, text) => {
    const dataDir = path.join(temporaryFolder(), 'data');
    mkdirSync(dataDir, { mode: 0o700 });
    writeFileSync(path.join(dataDir, 'session-key-secret'), text, { mode: 0o600 });
    expect(await checkAt(dataDir, false)).toMatchObject([
      {
        status: 'failed',
        message: expect.stringContaining('session-key-secret does not hold a secret'),
      },
    ]);
    expect(await checkAt(dataDir)).toMatchObject([{ status: 'passed' }]);
  },
);

test('looking leaves nothing in the folder', async () => {
  const dataDir = path.join(temporaryFolder(), 'data');
  mkdirSync(dataDir, { mode: 0o700 });
  await checkAt(dataDir);
  expect(readdirSync(dataDir)).toEqual([]);
});

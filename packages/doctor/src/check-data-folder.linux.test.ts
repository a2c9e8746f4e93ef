import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { checkDataFolder } from './check-data-folder.ts';

test('a database on NFS is a warning', async () => {
  const results = await checkDataFolder({
    dataDir: tmpdir(),
    production: false,
    holdsDatabase: true,
    typeOf: () => 0x6969,
  });
  expect(results).toContainEqual({
    check: 'data folder',
    status: 'warning',
    message:
      'the database is on a network file system, where SQLite may lose or corrupt data (NFS)',
    fix: expect.stringContaining('DATA_DIR'),
  });
});

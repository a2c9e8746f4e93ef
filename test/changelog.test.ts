import { expect, test } from 'vitest';
import { postgresMigrations } from '../packages/express/src/store/sql/migrations/postgres.ts';
import { sqliteMigrations } from '../packages/express/src/store/sql/migrations/sqlite.ts';
import { files, read } from './repository-files.ts';

const changelog = read('CHANGELOG.md');
const [, newest = ''] = /^## (\S+)/m.exec(changelog) ?? [];

test('every package has the version at the top of the changelog', () => {
  const versions = files('packages/*/package.json').map(
    (file) => (JSON.parse(read(file)) as { version: string }).version,
  );
  expect([...new Set(versions)]).toEqual([newest]);
});

test('the newest release names the schemas of its databases', () => {
  expect(changelog).toContain(
    `schema ${sqliteMigrations.length} in SQLite, schema ${postgresMigrations.length} in PostgreSQL`,
  );
});

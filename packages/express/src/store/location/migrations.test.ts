import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPostgres } from '../../../test/postgres.ts';
import { createConnections } from '../postgres/connections.ts';
import { migrate } from '../postgres/migrate.ts';
import { migrationsFor, NewerSchema } from '../sql/migrations.ts';
import { openStore } from './open-store.ts';

const ten = <T>(make: () => T): T[] => Array.from({ length: 10 }, make);

test.each(['sqlite', 'postgres'] as const)('the steps of %s follow one another', (dialect) => {
  const versions = migrationsFor(dialect).map(({ version }) => version);
  expect(versions).toEqual(versions.map((_, index) => index + 1));
  expect(versions.length).toBeGreaterThan(0);
});

describe('SQLite', () => {
  let folder: string;
  let file: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'weapp-login-migrations-'));
    file = path.join(folder, 'weapp-login.sqlite');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('ten that open a new file at once all find it ready', async () => {
    const stores = ten(() => openStore({ file }));
    await Promise.all(stores.map((store) => store.check(0)));
    await Promise.all(stores.map((store) => store.close()));
    expect(readFileSync(file).subarray(0, 15).toString()).toBe('SQLite format 3');
  });

  test('a schema that only a newer server knows is left alone', async () => {
    const db = new DatabaseSync(file);
    db.exec('PRAGMA user_version = 999');
    db.close();
    const store = openStore({ file });
    await expect(store.check(0)).rejects.toThrow(NewerSchema);
    await store.close();
  });
});

describe('PostgreSQL', () => {
  let postgres: Awaited<ReturnType<typeof startPostgres>>;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.close());

  test('ten that start on a new database at once all find it ready', async () => {
    const url = await postgres.createDatabase();
    const options = { url, name: 'test', max: 1, connectMs: 2_000, waitMs: 2_000, answerMs: 4_000 };
    const processes = ten(() => createConnections(options));
    // Connected before any begins, so that none has an advantage.
    await Promise.all(processes.map(({ pool }) => pool.query('SELECT 1')));
    await Promise.all(processes.map((connections) => migrate(connections)));
    const counted = await processes[0]?.pool.query('SELECT count(*) FROM migrations');
    expect(counted?.rows[0].count).toBe(migrationsFor('postgres').length);
    await Promise.all(processes.map((connections) => connections.end()));
  });

  test('a schema that only a newer server knows is left alone', async () => {
    const url = await postgres.createDatabase();
    const made = openStore({ url });
    await made.check(0);
    await made.close();
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query('INSERT INTO migrations (version) VALUES (999)');
    await client.end();
    const store = openStore({ url });
    await expect(store.check(0)).rejects.toThrow(NewerSchema);
    await store.close();
  });
});

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startFakePooler } from '../../../test/fake-pooler.ts';
import { startPostgres } from '../../../test/postgres.ts';
import { createConnections } from '../postgres/connections.ts';
import { migrate } from '../postgres/migrate.ts';
import { postgresMigrations } from '../sql/migrations/postgres.ts';
import { sqliteMigrations } from '../sql/migrations/sqlite.ts';
import { EditedMigration, NewerSchema, schemasFor } from '../sql/migrations.ts';
import type { LoginRecord } from '../store.ts';
import { openStore } from './open-store.ts';

const ten = <T>(make: () => T): T[] => Array.from({ length: 10 }, make);

const login: LoginRecord = {
  appId: 'wx0000000000000001',
  openid: 'oXiaoming',
  unionid: 'uXiaoming',
  sessionKey: { keyId: 'key', sealed: Buffer.from('sealed') },
  newUserId: 'another user',
  now: 5,
  session: { tokenHash: 'bmV3', id: 'new', createdAt: 5, lastSeenAt: 5, expiresAt: 99 },
};

/**
 * Rows as a server wrote them that had its tables elsewhere.
 * @param bytes a text as bytes, in the SQL of the database
 */
const oldRows = (bytes: (text: string) => string) => `
  INSERT INTO users (id, created_at, nickname) VALUES ('user', 1, '小明');
  INSERT INTO accounts (app_id, openid, user_id, unionid, session_key, session_key_id, session_key_issued_at, last_login_at)
    VALUES ('wx0000000000000001', 'oXiaoming', 'user', 'uXiaoming', ${bytes('k')}, 'key', 1, 1);
  INSERT INTO unionids (unionid, user_id) VALUES ('uXiaoming', 'user');
  INSERT INTO sessions (token_hash, id, user_id, app_id, openid, created_at, last_seen_at, expires_at)
    VALUES (${bytes('old')}, 'old', 'user', 'wx0000000000000001', 'oXiaoming', 1, 1, 99);
`;

/** The user, the session and the unionid of before are there, and a login adds to them. */
async function expectMoved(location: { file: string } | { url: string }) {
  const store = openStore(location);
  const found = await store.findSession(Buffer.from('old').toString('base64url'), 5);
  expect(found?.user).toMatchObject({ id: 'user', nickname: '小明', unionid: 'uXiaoming' });
  expect((await store.recordLogin(login)).user.id).toBe('user');
  const inOtherApp = { ...login, appId: 'wx0000000000000002', openid: 'oOther' };
  const other = { ...inOtherApp, session: { ...login.session, tokenHash: 'b3RoZXI', id: 'other' } };
  expect((await store.recordLogin(other)).user.id).toBe('user');
  expect(await store.listSessions('user', { now: 5, limit: 9 })).toHaveLength(3);
  await store.close();
}

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

  test.each([2, 6])('a file of schema %i keeps its rows', async (version) => {
    const old = path.join(folder, `schema-${version}.sqlite`);
    const db = new DatabaseSync(old);
    for (const step of sqliteMigrations.slice(0, version)) db.exec(step);
    db.exec(oldRows((text) => `CAST('${text}' AS BLOB)`));
    db.exec(`PRAGMA user_version = ${version}`);
    db.close();
    await expectMoved({ file: old });
  });

  test('a schema that only a newer server knows is left alone', async () => {
    const db = new DatabaseSync(file);
    db.exec('PRAGMA user_version = 999');
    db.close();
    const store = openStore({ file });
    await expect(store.check(0)).rejects.toThrow(NewerSchema);
    await store.close();
  });

  test('a step that was edited since is refused by its number', async () => {
    const edited = path.join(folder, 'edited.sqlite');
    const made = openStore({ file: edited });
    await made.check(0);
    await made.close();
    const db = new DatabaseSync(edited);
    db.exec(`UPDATE weapp_login_store_migrations SET checksum = 'another' WHERE version = 3`);
    db.close();
    const store = openStore({ file: edited });
    await expect(store.check(0)).rejects.toThrow(new EditedMigration('store', 3));
    await store.close();
  });
});

describe('PostgreSQL', () => {
  let postgres: Awaited<ReturnType<typeof startPostgres>>;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.close());

  async function connect(url: string) {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    onTestFinished(() => client.end());
    return client;
  }

  /** A database as a server of that schema left it, with the tables where the search_path begins. */
  async function createOldDatabase(version: number) {
    const url = await postgres.createDatabase();
    const client = await connect(url);
    await client.query('CREATE TABLE migrations (version bigint PRIMARY KEY)');
    for (const [index, step] of postgresMigrations.slice(0, version).entries()) {
      await client.query(step.replaceAll('weapp_login_store.', ''));
      await client.query('INSERT INTO migrations (version) VALUES ($1)', [index + 1]);
    }
    await client.query(oldRows((text) => `'${text}'::bytea`));
    return { url, client };
  }

  const startAtOnce = async (url: string) => {
    const options = { url, name: 'test', max: 1, connectMs: 2_000, waitMs: 2_000, answerMs: 4_000 };
    const processes = ten(() => createConnections(options));
    // Connected before any begins, so that none has an advantage.
    await Promise.all(processes.map(({ pool }) => pool.query('SELECT 1')));
    const schemas = schemasFor('postgres', { migrations: ['CREATE TABLE users (id text)'] });
    await Promise.all(processes.map((connections) => migrate(connections, schemas)));
    const counted = await processes[0]?.pool.query(
      'SELECT count(checksum) FROM weapp_login_store.migrations',
    );
    expect(counted?.rows[0].count).toBe(postgresMigrations.length);
    await Promise.all(processes.map((connections) => connections.end()));
  };

  test('ten that start on a new database at once all find it ready', async () => {
    await startAtOnce(await postgres.createDatabase());
  });

  test('ten that start at once on an old database move it, and leave the names to others', async () => {
    const { url } = await createOldDatabase(4);
    await startAtOnce(url);
    await expectMoved({ url });
  });

  test.each([2, 7])('a database of schema %i keeps its rows', async (version) => {
    const { url, client } = await createOldDatabase(version);
    await expectMoved({ url });
    const { rows } = await client.query(`SELECT 1 FROM pg_tables WHERE schemaname = 'public'`);
    expect(rows).toHaveLength(0);
  });

  test('an old database is moved through a pooler too', async () => {
    const { url } = await createOldDatabase(7);
    const pooler = await startFakePooler(new URL(url));
    onTestFinished(() => pooler.close());
    await expectMoved({ url: pooler.url });
  });

  test('tables of another program with the same names stay as they are', async () => {
    const url = await postgres.createDatabase();
    const client = await connect(url);
    const names = ['users', 'sessions', 'accounts', 'migrations', 'login_attempts', 'limits'];
    for (const name of names) await client.query(`CREATE TABLE ${name} (theirs text)`);
    const store = openStore({ url });
    expect((await store.recordLogin(login)).user.id).toBe('another user');
    await store.close();
    for (const name of names) await client.query(`SELECT theirs FROM public.${name}`);
  });

  test('a role without a right to make schemas uses one that was made for it', async () => {
    const url = new URL(await postgres.createDatabase());
    const client = await connect(url.href);
    await client.query(`DROP ROLE IF EXISTS limited; CREATE ROLE limited LOGIN PASSWORD 'limited'`);
    await client.query('CREATE SCHEMA weapp_login_store AUTHORIZATION limited');
    url.username = 'limited';
    url.password = 'limited';
    const store = openStore({ url: url.href });
    await store.check(0);
    await store.close();
  });

  test('a schema that only a newer server knows is left alone', async () => {
    const url = await postgres.createDatabase();
    const made = openStore({ url });
    await made.check(0);
    await made.close();
    const client = await connect(url);
    await client.query('INSERT INTO weapp_login_store.migrations (version) VALUES (999)');
    const store = openStore({ url });
    await expect(store.check(0)).rejects.toThrow(NewerSchema);
    await store.close();
  });
});

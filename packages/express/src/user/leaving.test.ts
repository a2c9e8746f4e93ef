import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportResponseSchema, meResponseSchema } from 'weapp-login/schemas';
import { formWith, pictures } from '../../test/pictures.ts';
import { startPostgres } from '../../test/postgres.ts';
import { appId, bearer, problemOf, startTestServer, type TestServer } from '../../test/server.ts';
import { openFileStore } from '../file-store/open-file-store.ts';
import { openStore, type StoreLocation } from '../store/location/open-store.ts';

type Row = Record<string, unknown>;

interface Place {
  location: StoreLocation;
  /** Every row of every table. */
  dump(): Promise<Row[]>;
  /** The database's files, where its bytes can be looked into. */
  files(): Promise<Buffer[]>;
}

const folder = mkdtempSync(path.join(tmpdir(), 'weapp-login-leaving-'));
const file = path.join(folder, 'store.sqlite');
let postgres: Awaited<ReturnType<typeof startPostgres>>;
const places: Record<string, Place> = {};

beforeAll(async () => {
  postgres = await startPostgres();
  const url = await postgres.createDatabase();
  places.SQLite = {
    location: { file },
    async dump() {
      const db = new DatabaseSync(file, { timeout: 5_000 });
      const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
      const rows = (tables as { name: string }[]).flatMap(
        ({ name }) => db.prepare(`SELECT * FROM ${name}`).all() as Row[],
      );
      db.close();
      return rows;
    },
    files: async () =>
      readdirSync(folder)
        .filter((name) => name.startsWith('store.sqlite') && !name.endsWith('-shm'))
        .map((name) => readFileSync(path.join(folder, name))),
  };
  places.PostgreSQL = {
    location: { url },
    async dump() {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      const { rows: tables } = await client.query(
        "SELECT schemaname || '.' || tablename AS tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')",
      );
      const rows: Row[] = [];
      for (const { tablename } of tables)
        rows.push(...(await client.query(`SELECT * FROM ${tablename}`)).rows);
      await client.end();
      return rows;
    },
    async files() {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.query('CHECKPOINT');
      const { rows } = await client.query<{ bytes: Buffer }>(`
        SELECT pg_read_binary_file(pg_relation_filepath(oid)) AS bytes FROM pg_class
        WHERE pg_relation_filepath(oid) IS NOT NULL AND oid >= 16384`);
      await client.end();
      return rows.map(({ bytes }) => bytes);
    },
  };
});
afterAll(async () => {
  await postgres.close();
  rmSync(folder, { recursive: true });
});

/** As bytes, for what is shorter than this turns up by chance. */
const bytesOf = (value: unknown): Buffer[] =>
  (typeof value === 'string' || value instanceof Uint8Array) && value.length >= 8
    ? [Buffer.from(value as string)]
    : [];

describe.each(['SQLite', 'PostgreSQL'])('in %s', (name) => {
  let place: Place;
  let server: TestServer;
  let other: TestServer;
  let store: ReturnType<typeof openStore>;
  let otherStore: ReturnType<typeof openStore>;
  const pictureFolder = path.join(folder, `pictures ${name}`);

  beforeAll(async () => {
    place = places[name] as Place;
    store = openStore(place.location);
    otherStore = openStore(place.location);
    const files = openFileStore({ folder: pictureFolder }, { now: Date.now });
    server = await startTestServer({ store, files });
    other = await startTestServer({ store: otherStore, files });
  });
  afterAll(async () => {
    await server.close();
    await other.close();
    await store.close();
    await otherStore.close();
  });

  /** A person with all that can be kept of one, and every value that the database has of them. */
  async function arrive(personId: string) {
    const before = await place.dump();
    const { token, user } = await server.login(personId);
    await server.post(
      '/login',
      { code: server.codeOf(personId) },
      { 'idempotency-key': `key of ${personId} that is long` },
    );
    const phoneCode = server.fake.issuePhoneCode({ personId, appId });
    await server.post('/me/phone', { code: phoneCode }, bearer(token));
    const nickname = `nickname of ${personId}`;
    await server.request('PUT', '/me/profile', {
      body: JSON.stringify({ nickname }),
      headers: { 'content-type': 'application/json', ...bearer(token) },
    });
    const body = formWith(pictures['image/png']);
    await server.request('POST', '/me/avatar', { body, headers: bearer(token) });
    const known = new Set(before.flatMap(Object.values).map(String));
    const values = (await place.dump())
      .flatMap(Object.values)
      .filter((value) => !known.has(String(value)) && value !== appId)
      .flatMap(bytesOf)
      // The row of readiness is padded with zeros.
      .filter((bytes) => bytes.some((byte) => byte !== 0));
    return { token, user, values };
  }

  const found = (haystack: Buffer, values: Buffer[]) =>
    values.filter((value) => haystack.includes(value)).map((value) => value.toString('latin1'));
  const asBytes = (rows: Row[]) =>
    Buffer.concat(rows.flatMap(Object.values).flatMap((value) => bytesOf(value)));

  test('everything that is kept of a person can be exported, and only by them', async () => {
    const { token, user } = await arrive('dawei');
    const response = await server.get('/me/export', token);
    const { sessions, ...rest } = exportResponseSchema.parse(await response.json());
    expect(rest).toEqual({
      exportedAt: expect.any(String),
      user: {
        id: user.id,
        nickname: 'nickname of dawei',
        phoneNumber: '+12025550143',
        avatarUrl: expect.stringMatching(/^\/pictures\//),
        createdAt: user.createdAt,
      },
      accounts: [
        {
          appId,
          openid: user.openid,
          unionid: 'oFakeUnion-dawei-00000000003',
          lastLoginAt: expect.any(String),
          sessionKeyIssuedAt: expect.any(String),
        },
      ],
    });
    expect(sessions.map(({ current }) => current).sort()).toEqual([false, true]);
    expect((await problemOf(await server.get('/me/export'))).code).toBe('session-required');
  });

  test('a person who leaves is gone: every value that was kept is searched for', async () => {
    const { token, user, values } = await arrive('xiaoming');
    expect(values.length).toBeGreaterThan(8);
    expect(found(asBytes(await place.dump()), values)).toHaveLength(values.length);
    const [picture = ''] = readdirSync(pictureFolder).filter((picture) =>
      values.some((value) => value.toString() === picture),
    );
    expect(picture).not.toBe('');
    expect((await other.get('/me', token)).status).toBe(200);

    const response = await server.request('DELETE', '/me', { headers: bearer(token) });
    expect(response.status).toBe(204);

    // Another process lets the token in no more, from the first request on.
    expect((await other.get('/me', token)).status).toBe(401);
    expect((await server.get('/me', token)).status).toBe(401);
    expect(found(asBytes(await place.dump()), values)).toEqual([]);
    expect(readdirSync(pictureFolder)).not.toContain(picture);
    // A log line names the user by a random id, which now stands for nothing.
    const logged = values.filter((value) => value.toString() !== user.id);
    expect(found(Buffer.from(server.log.text + other.log.text), logged)).toEqual([]);
    await store.scrub({ now: Date.now(), pauseMs: 0 });
    for (const bytes of await place.files()) expect(found(bytes, values)).toEqual([]);

    const back = await server.login('xiaoming');
    expect(back.user).not.toHaveProperty('phoneNumber');
    expect(back.user).not.toHaveProperty('nickname');
    expect(back.user.id).not.toBe(user.id);
  });

  test('what can be given can be taken back', async () => {
    const { token } = await arrive('xiaohong');
    const userOf = async (response: Response) => meResponseSchema.parse(await response.json()).user;
    const remove = async (route: string) =>
      userOf(await server.request('DELETE', route, { headers: bearer(token) }));
    expect((await userOf(await server.get('/me', token))).phoneNumber).toBe('120******02');
    const pictureCount = readdirSync(pictureFolder).length;
    for (const at of ['first', 'again']) {
      expect(await remove('/me/phone'), at).not.toHaveProperty('phoneNumber');
      expect(await remove('/me/avatar'), at).not.toHaveProperty('avatarUrl');
    }
    expect(readdirSync(pictureFolder)).toHaveLength(pictureCount - 1);
    const emptied = await server.request('PUT', '/me/profile', {
      body: JSON.stringify({ nickname: '' }),
      headers: { 'content-type': 'application/json', ...bearer(token) },
    });
    expect(await userOf(emptied)).not.toHaveProperty('nickname');
    const left = await userOf(await other.get('/me', token));
    expect(Object.keys(left).sort()).toEqual(['appId', 'createdAt', 'id', 'lastLoginAt', 'openid']);
  });
});

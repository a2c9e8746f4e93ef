import pg from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startPostgres } from '../../../test/postgres.ts';
import { compact } from './compact.ts';
import { openPostgresStore } from './open-postgres-store.ts';

let postgres: Awaited<ReturnType<typeof startPostgres>>;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.close());

async function open() {
  const url = await postgres.createDatabase();
  const store = openPostgresStore({ url });
  await store.check(1);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  onTestFinished(async () => {
    await client.end();
    await store.close();
  });
  const fileOf = async (table: string) =>
    (await client.query(`SELECT pg_relation_filenode('weapp_login_store.${table}') AS file`))
      .rows[0].file;
  return { store, client, fileOf };
}

test('a table that someone reads is rewritten once it is free, and no one waits behind that', async () => {
  const { store, client, fileOf } = await open();
  const before = await fileOf('users');
  await client.query('BEGIN; LOCK TABLE weapp_login_store.users IN ACCESS SHARE MODE');
  let isDone = false;
  const scrubbed = store.scrub({ now: 1, pauseMs: 0, whole: true }).then((did) => {
    isDone = true;
    return did;
  });
  for (let n = 0; n < 20; n += 1) {
    await store.updateProfile('no one', { nickname: 'x' });
    await store.exportUser('no one');
  }
  expect(isDone).toBe(false);
  await client.query('COMMIT');
  expect(await scrubbed).toBe(true);
  expect(await fileOf('users')).not.toBe(before);
});

test('a large table is rewritten only where that is asked for', async () => {
  const { client, fileOf } = await open();
  const before = await fileOf('sessions');
  await compact(client, { whole: false, smallBytes: 0 });
  expect(await fileOf('sessions')).toBe(before);
  await compact(client, { whole: true, smallBytes: 0 });
  expect(await fileOf('sessions')).not.toBe(before);
});

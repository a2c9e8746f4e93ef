import pg from 'pg';
import { afterAll, beforeAll } from 'vitest';
import { startPostgres } from '../../test/postgres.ts';
import { openStore } from './open-store.ts';
import { testStore } from './store.contract.ts';

let postgres: Awaited<ReturnType<typeof startPostgres>>;
let url: string;
let client: pg.Client;
beforeAll(async () => {
  postgres = await startPostgres();
  url = await postgres.createDatabase();
  const store = openStore({ url });
  await store.check(0);
  await store.close();
  client = new pg.Client({ connectionString: url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await postgres.close();
});

testStore('the store in PostgreSQL', async () => {
  await client.query('TRUNCATE users, accounts, unionids, sessions, login_attempts');
  return openStore({ url });
});

import pg from 'pg';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { startPostgres } from '../../../test/postgres.ts';
import { storeSuite } from '../store.contract.ts';
import type { Store } from '../store.ts';
import { openStore } from './open-store.ts';

const tables = [
  'erasures',
  'pushed_messages',
  'unused_pictures',
  'users',
  'accounts',
  'unionids',
  'sessions',
  'login_attempts',
];

let postgres: Awaited<ReturnType<typeof startPostgres>>;
let url: string;
let client: pg.Client;
let store: Store;
beforeAll(async () => {
  postgres = await startPostgres();
  url = await postgres.createDatabase();
  store = openStore({ url });
  await store.check(0);
  client = new pg.Client({ connectionString: url });
  await client.connect();
});
afterAll(async () => {
  await store.close();
  await client.end();
  await postgres.close();
});

async function open(): Promise<Store> {
  await client.query(`TRUNCATE ${tables.map((table) => `weapp_login_store.${table}`)}`);
  // One pool of connections for all of them.
  return { ...store, close: async () => undefined };
}

describe('the store in PostgreSQL', () => {
  for (const { name, run } of storeSuite(open)) test(name, run);
});

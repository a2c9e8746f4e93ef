import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { startCuttable } from '../../../test/cuttable.ts';
import { startPostgres } from '../../../test/postgres.ts';
import { problemOf, startTestServer, type TestServer } from '../../../test/server.ts';
import { openStore } from '../location/open-store.ts';
import type { Store } from '../store.ts';

let postgres: Awaited<ReturnType<typeof startPostgres>>;
let direct: string;
let way: Awaited<ReturnType<typeof startCuttable>>;
let store: Store;
let server: TestServer;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.close());
beforeEach(async () => {
  direct = await postgres.createDatabase();
  const url = new URL(direct);
  way = await startCuttable({ host: url.hostname, port: Number(url.port || 5432) });
  url.port = String(way.port);
  store = openStore({ url: url.href });
  server = await startTestServer({ store });
});
afterEach(async () => {
  await server.close();
  await store.close();
  await way.close();
});

/** Past the way that is cut. */
async function connectDirectly() {
  const client = new pg.Client({ connectionString: direct });
  await client.connect();
  return { client, database: new URL(direct).pathname.slice(1) };
}
const logIn = () => server.post('/login', { code: server.codeOf('dawei') });
const statusOf = async (path: string, token?: string) => (await server.get(path, token)).status;

/** A check of the store is reused for a second. */
const expectReadiness = (status: number) =>
  expect.poll(() => statusOf('/readyz'), { timeout: 10_000 }).toBe(status);

async function expectOutage(token: string) {
  const [login, me] = await Promise.all([logIn(), server.get('/me', token)]);
  await expectReadiness(503);
  for (const response of [login, me])
    expect(await problemOf(response)).toMatchObject({ code: 'store-unavailable', status: 503 });
  expect(await statusOf('/healthz')).toBe(200);
}

test('PostgreSQL goes and comes back: 503 meanwhile, and no restart', async () => {
  const { token } = await server.login('dawei');
  way.cut();
  await expectOutage(token);
  await expectOutage(token);
  way.restore();
  await expectReadiness(200);
  expect(await statusOf('/me', token)).toBe(200);
  expect((await logIn()).status).toBe(200);
});

test('PostgreSQL can only be read: logins are refused, readers are not, and no restart', async () => {
  const { token } = await server.login('dawei');
  const { client, database } = await connectDirectly();
  const set = (value: string) =>
    client.query(`ALTER DATABASE ${database} SET default_transaction_read_only = ${value}`);
  // What a standby says that a failover has not promoted yet. Connections that are open keep their setting.
  await set('on');
  way.cut();
  way.restore();
  expect(await problemOf(await logIn())).toMatchObject({ code: 'store-unavailable' });
  await expectReadiness(503);
  expect(await statusOf('/me', token)).toBe(200);
  await set('off');
  way.cut();
  way.restore();
  expect((await logIn()).status).toBe(200);
  await expectReadiness(200);
  await client.end();
});

test('PostgreSQL is away when the server starts: it works once PostgreSQL is there', async () => {
  way.cut();
  await expectOutage('a'.repeat(43));
  way.restore();
  expect((await logIn()).status).toBe(200);
});

test('a network that swallows everything costs seconds, not minutes', {
  timeout: 20_000,
}, async () => {
  const { token } = await server.login('dawei');
  way.stall();
  const startedAt = performance.now();
  await expectOutage(token);
  expect(performance.now() - startedAt).toBeLessThan(12_000);
  way.restore();
  expect((await logIn()).status).toBe(200);
  expect(await statusOf('/me', token)).toBe(200);
});

import pg from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startEmbeddedPostgres } from '../../../test/embedded-postgres.ts';
import { openStore } from '../location/open-store.ts';

type Server = Awaited<ReturnType<typeof startEmbeddedPostgres>>;

/** A server, and a hot standby that was copied from it and follows it. */
let primary: Server;
let standby: Server;
beforeAll(async () => {
  primary = await startEmbeddedPostgres({ fsync: 'off' });
  await primary.stop();
  const conninfo = `host=127.0.0.1 port=${primary.port} user=postgres password=postgres application_name=standby`;
  const [copy] = await Promise.all([
    startEmbeddedPostgres({
      fsync: 'off',
      copyOf: primary.data,
      files: { 'standby.signal': '' },
      settings: { primary_conninfo: conninfo },
    }),
    primary.start(),
  ]);
  standby = copy;
}, 60_000);
afterAll(async () => {
  await standby.close();
  await primary.close();
});

const list = (...ports: number[]) =>
  `postgres://postgres:postgres@${ports.map((port) => `127.0.0.1:${port}`).join(',')}/postgres?target_session_attrs=read-write`;
const ask = async <Row extends pg.QueryResultRow>(server: Server, sql: string): Promise<Row[]> => {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  const { rows } = await client.query<Row>(sql);
  await client.end();
  return rows;
};
const open = (url: string) => {
  const store = openStore({ url });
  onTestFinished(() => store.close());
  return store;
};
/** Nothing listens there. */
const nowhere = 1;

test('of a list of hosts the one that can be written to is found, wherever it stands', async () => {
  await open(list(primary.port, standby.port)).check(1);
  await open(list(nowhere, standby.port, primary.port)).check(2);
  await expect(open(list(standby.port, nowhere)).check(3)).rejects.toMatchObject({
    name: 'StoreUnavailable',
  });
  await expect(open(list(standby.port, standby.port)).check(3)).rejects.toMatchObject({
    name: 'StoreUnavailable',
    fix: expect.stringContaining('primary'),
  });
});

test('while the synchronous standby is away, a COMMIT that is given up leaves no connection', async () => {
  const settle = (value: string) =>
    ask(primary, `ALTER SYSTEM SET synchronous_standby_names = '${value}'`).then(() =>
      ask(primary, 'SELECT pg_reload_conf()'),
    );
  const connections = async () => {
    const [row] = await ask<{ all: string; waiting: string }>(
      primary,
      `SELECT count(*) AS all, count(*) FILTER (WHERE wait_event = 'SyncRep') AS waiting
       FROM pg_stat_activity WHERE application_name = 'weapp-login'`,
    );
    return { all: Number(row?.all), waiting: Number(row?.waiting) };
  };
  const store = open(primary.url);
  await store.check(0);
  await standby.stop();
  await settle('standby');
  let most = 0;
  for (let round = 0; round < 2; round++) {
    const writes = Array.from({ length: 10 }, (_, n) =>
      store.announcePicture(`${round} ${n}`, 0).then(
        () => 'written',
        ({ name }: Error) => name,
      ),
    );
    expect(new Set(await Promise.all(writes))).toEqual(new Set(['StoreUnavailable']));
    most = Math.max(most, (await connections()).all);
  }
  expect(most).toBeLessThanOrEqual(10);
  await expect.poll(async () => (await connections()).waiting).toBe(0);
  await settle('');
  await store.check(1);
  await standby.start();
});

test('after a failover the new primary is found without a restart', async () => {
  const store = open(list(primary.port, standby.port));
  await store.check(4);
  const seen = () =>
    ask<{ at: number }>(standby, 'SELECT checked_at AS at FROM weapp_login_store.readiness');
  await expect.poll(async () => Number((await seen())[0]?.at)).toBe(4);
  await primary.kill();
  await expect(store.check(5)).rejects.toMatchObject({ name: 'StoreUnavailable' });
  await ask(standby, 'SELECT pg_promote()');
  await expect.poll(() => store.check(6).then(() => 'written', String)).toBe('written');
  expect(Number((await seen())[0]?.at)).toBe(6);
});

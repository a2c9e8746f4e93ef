import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { makeChain } from '../../../test/certificates.ts';
import { startEmbeddedPostgres } from '../../../test/embedded-postgres.ts';
import { startFakePooler } from '../../../test/fake-pooler.ts';
import { startPostgres } from '../../../test/postgres.ts';
import { openStore } from '../location/open-store.ts';
import { createConnections } from './connections.ts';
import { examineServer } from './examine-server.ts';

/** A server with TLS, twelve connections, and settings that lose what was acknowledged. */
let server: Awaited<ReturnType<typeof startEmbeddedPostgres>>;
/** One without TLS. */
let plain: Awaited<ReturnType<typeof startPostgres>>;
let folder: string;
let ca: string;
beforeAll(async () => {
  const { root, intermediate, leaf } = await makeChain();
  folder = mkdtempSync(path.join(tmpdir(), 'weapp-login-ca-'));
  ca = path.join(folder, 'ca.pem');
  writeFileSync(ca, root.pem);
  [server, plain] = await Promise.all([
    startEmbeddedPostgres({
      fsync: 'off',
      settings: {
        ssl: 'on',
        max_connections: '12',
        superuser_reserved_connections: '2',
        synchronous_commit: 'off',
        full_page_writes: 'off',
      },
      files: {
        'server.crt': leaf.pem + intermediate.pem,
        'server.key': leaf.keyPem,
        'pg_hba.conf': 'hostssl all all 127.0.0.1/32 password\n',
      },
    }),
    startPostgres(),
  ]);
  const client = await connect(url());
  await client.query("CREATE ROLE guest LOGIN PASSWORD 'guest'");
  await client.end();
}, 60_000);
afterAll(async () => {
  await server.close();
  await plain.close();
  rmSync(folder, { recursive: true });
});

function url(changes: Partial<Pick<URL, 'hostname' | 'username' | 'password' | 'pathname'>> = {}) {
  const address = new URL(`postgres://postgres:postgres@localhost:${server.port}/postgres`);
  Object.assign(address, changes);
  address.searchParams.set('sslmode', 'verify-full');
  address.searchParams.set('sslrootcert', ca);
  return address;
}
const without = (address: URL, name: string) => {
  address.searchParams.delete(name);
  return address;
};
async function connect(address: URL) {
  const client = new pg.Client({ connectionString: address.href });
  await client.connect();
  return client;
}
async function failureOf(address: URL | string) {
  const store = openStore({ url: String(address) });
  const failure = await store.check(0).then(
    () => undefined,
    (error: Error & { fix?: string }) => error,
  );
  await store.close();
  return failure;
}

test('a server with TLS is used where its certificate is right', async () => {
  expect(await failureOf(url())).toBeUndefined();
});

describe('each failure has a fix of its own:', () => {
  test.each<[string, () => URL, string]>([
    ['an unknown CA', () => without(url(), 'sslrootcert'), 'sslrootcert=/path/to/ca.pem'],
    ['a certificate for another name', () => url({ hostname: '127.0.0.1' }), 'host name'],
    [
      'no TLS, where it is required',
      () => without(without(url(), 'sslrootcert'), 'sslmode'),
      'TLS',
    ],
    ['a wrong password', () => url({ password: 'wrong' }), 'password of DATABASE_URL is wrong'],
    ['a role that does not exist', () => url({ username: 'stranger' }), 'wrong for its user'],
    [
      'a wrong database',
      () => url({ pathname: '/none' }),
      'database of DATABASE_URL does not exist',
    ],
    [
      'a role without rights',
      () => url({ username: 'guest', password: 'guest', pathname: '/template1' }),
      'GRANT CREATE',
    ],
    ['an unknown host', () => url({ hostname: 'db.invalid' }), 'the host of DATABASE_URL'],
  ])('%s', async (_, address, fix) => {
    expect(await failureOf(address())).toMatchObject({
      name: 'StoreUnavailable',
      fix: expect.stringContaining(fix),
    });
  });

  test('TLS asked of a server that has none', async () => {
    const address = `${await plain.createDatabase()}?sslmode=verify-full`;
    expect(await failureOf(address)).toMatchObject({
      fix: expect.stringContaining('the server has no TLS'),
    });
  });

  test('too many connections', async () => {
    const guest = url({ username: 'guest', password: 'guest' });
    const clients = await Promise.all(Array.from({ length: 10 }, () => connect(guest)));
    expect(await failureOf(guest)).toMatchObject({
      fix: expect.stringContaining('lower DATABASE_CONNECTIONS'),
    });
    await Promise.all(clients.map((client) => client.end()));
  });

  test('what a pooler refuses', async () => {
    const pooler = await startFakePooler(new URL(await plain.createDatabase()));
    onTestFinished(() => pooler.close());
    expect(await failureOf(`${pooler.url}?options=-csearch_path%3Dmine`)).toMatchObject({
      message: expect.stringContaining('unsupported startup parameter: options'),
      fix: expect.stringContaining('a pooler before the server refused this'),
    });
  });
});

test('a statement that is given up is cancelled, over TLS too', async () => {
  const connections = createConnections({
    url: url().href,
    name: 'sleeper',
    max: 2,
    connectMs: 2_000,
    waitMs: 2_000,
    answerMs: 300,
  });
  const asleep = connections.use(({ client }) => client.query('SELECT pg_sleep(20)'));
  await expect(asleep).rejects.toThrow('Query read timeout');
  const client = await connect(url());
  await expect
    .poll(async () => {
      const sleepers = "SELECT FROM pg_stat_activity WHERE application_name = 'sleeper'";
      return (await client.query(sleepers)).rowCount;
    })
    .toBe(0);
  await client.end();
  await connections.end();
});

describe('a server is asked', () => {
  const saysOf = async (connections: number) =>
    (await examineServer({ url: url().href, connections })).map(({ says, impossible }) =>
      impossible ? `impossible: ${says}` : says,
    );

  test('whether it keeps what it acknowledges', async () => {
    const says = await saysOf(4);
    expect(says).toEqual([
      expect.stringContaining('synchronous_commit is off'),
      expect.stringContaining('fsync is off'),
      expect.stringContaining('full_page_writes is off'),
    ]);
  });

  test('whether it has room for all connections', async () => {
    expect((await saysOf(6)).at(-1)).toContain('more than half');
    expect((await saysOf(11)).at(-1)).toBe(
      'impossible: DATABASE_CONNECTIONS is 11, and PostgreSQL allows 10 (max_connections 12 less 2 reserved)',
    );
  });

  test('but not for how many where a pooler is between', async () => {
    const pooler = await startFakePooler(new URL(await plain.createDatabase()));
    onTestFinished(() => pooler.close());
    const warnings = await examineServer({ url: pooler.url, connections: 100_000 });
    expect(warnings.filter(({ says }) => says.includes('DATABASE_CONNECTIONS'))).toEqual([]);
  });

  test('and one of a list that has only standbys or nothing is reported', async () => {
    const address = `postgres://u@127.0.0.1:1,127.0.0.1:2/db`;
    await expect(examineServer({ url: address, connections: 1 })).rejects.toMatchObject({
      name: 'StoreUnavailable',
      fix: expect.stringContaining('nothing listens'),
    });
  });
});

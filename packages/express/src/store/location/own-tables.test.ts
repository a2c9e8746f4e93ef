import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startFakePooler } from '../../../test/fake-pooler.ts';
import { startPostgres } from '../../../test/postgres.ts';
import { EditedMigration, NewerSchema } from '../sql/migrations.ts';
import { type OwnTables, ownTables, sql } from '../sql/own-tables.ts';
import type { LoginRecord } from '../store.ts';
import { openStore, type StoreLocation } from './open-store.ts';

const now = Date.UTC(2030, 0, 1);
const loginOf = (session: string, changes: Partial<LoginRecord> = {}): LoginRecord => ({
  appId: 'wx0000000000000001',
  openid: 'oXiaoming',
  sessionKey: { keyId: 'key', sealed: Buffer.from('sealed') },
  newUserId: `user of ${session}`,
  now,
  session: {
    tokenHash: Buffer.from(session).toString('base64url'),
    id: session,
    createdAt: now,
    lastSeenAt: now,
    expiresAt: now + 1_000,
  },
  ...changes,
});

const orders = `
  CREATE TABLE orders (id text PRIMARY KEY, user_id text NOT NULL, item text NOT NULL, placed_at bigint NOT NULL);
  CREATE INDEX orders_of_user ON orders (user_id, placed_at);
`;
/** One name that the login's tables have too, and one text for each database. */
const users = {
  sqlite: 'CREATE TABLE users (id TEXT PRIMARY KEY, visits INTEGER NOT NULL) STRICT',
  postgres: 'CREATE TABLE users (id text PRIMARY KEY, visits integer NOT NULL)',
};
const own = ownTables({
  migrations: [orders, users],
  onLogin: [
    `INSERT INTO users (id, visits) VALUES ($userId, 1)
     ON CONFLICT (id) DO UPDATE SET visits = users.visits + 1`,
  ],
  onDelete: ['DELETE FROM users WHERE id = $userId', 'DELETE FROM orders WHERE user_id = $userId'],
  onJoin: [
    `UPDATE users SET visits = visits + (SELECT visits FROM users WHERE id = $fromUserId)
     WHERE id = $userId`,
    'DELETE FROM users WHERE id = $fromUserId',
    'UPDATE orders SET user_id = $userId WHERE user_id = $fromUserId',
  ],
  onExport: { orders: 'SELECT id, item FROM orders WHERE user_id = $userId' },
});

let folder: string;
let files = 0;
let postgres: Awaited<ReturnType<typeof startPostgres>>;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'weapp-login-own-tables-'));
  postgres = await startPostgres();
});
afterAll(async () => {
  await postgres.close();
  rmSync(folder, { recursive: true });
});

const databases: Record<string, () => Promise<StoreLocation>> = {
  'SQLite in memory': async () => ({ file: ':memory:' }),
  SQLite: async () => ({ file: path.join(folder, `${++files}.sqlite`) }),
  PostgreSQL: async () => ({ url: await postgres.createDatabase() }),
  'PostgreSQL behind a pooler': async () => {
    const pooler = await startFakePooler(new URL(await postgres.createDatabase()));
    onTestFinished(() => pooler.close());
    return { url: pooler.url };
  },
};

function open(location: StoreLocation, tables: OwnTables = own) {
  const store = openStore(location, { own: tables });
  onTestFinished(() => store.close());
  return store;
}

describe.each(Object.entries(databases))('tables of the app in %s', (_, locate) => {
  const order = (id: string, item: string) =>
    sql`INSERT INTO orders (id, user_id, item, placed_at) VALUES (${id}, ${'me'}, ${item}, ${now}) RETURNING id`;
  const readOrders = sql`SELECT id, item, placed_at FROM orders ORDER BY id`;

  test('are written and read', async () => {
    const store = open(await locate());
    expect(await store.writeOwn(order('1', "tea'; DROP TABLE orders; --"))).toEqual([
      [{ id: '1' }],
    ]);
    expect(await store.readOwn(readOrders)).toEqual([
      { id: '1', item: "tea'; DROP TABLE orders; --", placed_at: now },
    ]);
  });

  test('are written all or nothing', async () => {
    const store = open(await locate());
    await store.writeOwn(order('1', 'tea'));
    await expect(store.writeOwn(order('2', 'cake'), order('1', 'again'))).rejects.toThrow(/orders/);
    expect(await store.readOwn(readOrders)).toHaveLength(1);
    await store.writeOwn(order('2', 'cake'));
    expect(await store.readOwn(readOrders)).toHaveLength(2);
  });

  test('are written in the transaction of a login', async () => {
    const store = open(await locate());
    for (const session of ['phone', 'tablet']) await store.recordLogin(loginOf(session));
    // A session of that id is there: the login fails, and so does what belongs to it.
    await expect(store.recordLogin(loginOf('phone'))).rejects.toThrow();
    expect(await store.readOwn(sql`SELECT id, visits FROM users`)).toEqual([
      { id: 'user of phone', visits: 2 },
    ]);
  });

  test('are deleted in the transaction that deletes a person, in whichever way', async () => {
    const store = open(await locate());
    const { user } = await store.recordLogin(loginOf('phone'));
    await store.writeOwn(order('1', 'tea'));
    await store.deleteUser(user.id);
    expect(await store.readOwn(sql`SELECT id FROM users`)).toEqual([]);
    expect(await store.readOwn(readOrders)).toHaveLength(1);
    await store.recordLogin(loginOf('tablet'));
    const { appId, openid } = loginOf('tablet');
    const messageId = Buffer.from('message').toString('base64url');
    await store.applyConsentChange({ messageId, receivedAt: now, appId, openid, remove: 'user' });
    expect(await store.readOwn(sql`SELECT id FROM users`)).toEqual([]);
  });

  describe('of two users who are joined', () => {
    const inOtherApp = { appId: 'wx0000000000000002', openid: 'oXiaoming2' };
    const visits = sql`SELECT id, visits FROM users`;

    async function arriveTwice(store: ReturnType<typeof open>) {
      const { user } = await store.recordLogin(loginOf('phone', { unionid: 'u' }));
      const other = await store.recordLogin(loginOf('tablet', inOtherApp));
      await store.writeOwn(
        sql`INSERT INTO orders (id, user_id, item, placed_at) VALUES (${'1'}, ${other.user.id}, ${'tea'}, ${now})`,
      );
      expect((await store.exportUser(user.id))?.own).toEqual({ orders: [] });
      return { stays: user.id, goes: other.user.id };
    }

    test('are those of the user who stays, in the same transaction', async () => {
      const store = open(await locate());
      const { stays, goes } = await arriveTwice(store);
      expect(await store.joinUsers(goes, stays)).toBe('joined');
      expect(await store.readOwn(visits)).toEqual([{ id: stays, visits: 2 }]);
      expect((await store.exportUser(stays))?.own).toEqual({ orders: [{ id: '1', item: 'tea' }] });
    });

    test('are theirs too where a login joins them', async () => {
      const store = open(await locate());
      const { stays, goes } = await arriveTwice(store);
      const bound = { ...inOtherApp, unionid: 'u', joinByUnionid: true };
      expect(await store.recordLogin(loginOf('desk', bound))).toMatchObject({
        user: { id: stays },
        joinedFrom: goes,
      });
      expect(await store.readOwn(visits)).toEqual([{ id: stays, visits: 3 }]);
      expect((await store.exportUser(stays))?.own).toMatchObject({ orders: [{ id: '1' }] });
    });

    test('stay where they are if a statement fails, as do the users', async () => {
      const broken = {
        ...own,
        onJoin: ['UPDATE orders SET user_id = NULL WHERE $userId <> $fromUserId'],
      };
      const store = open(await locate(), broken);
      const { stays, goes } = await arriveTwice(store);
      await expect(store.joinUsers(goes, stays)).rejects.toThrow(/user_id/);
      expect(await store.exportUser(goes)).toMatchObject({ own: { orders: [{ id: '1' }] } });
      expect((await store.exportUser(stays))?.accounts).toHaveLength(1);
    });
  });

  test('can be read together with those of the login', async () => {
    const store = open(await locate());
    await store.recordLogin(loginOf('phone'));
    const joined = sql`SELECT a.openid FROM users JOIN weapp_login_store.accounts a ON a.user_id = users.id`;
    expect(await store.readOwn(joined)).toEqual([{ openid: 'oXiaoming' }]);
  });
});

describe.each(['SQLite', 'PostgreSQL'])('migrations of the app in %s', (database) => {
  const locate = databases[database] as () => Promise<StoreLocation>;

  test('are added to, and run once', async () => {
    const location = await locate();
    const first = openStore(location, { own: { migrations: [orders] } });
    await first.writeOwn(sql`INSERT INTO orders VALUES (${'1'}, ${'me'}, ${'tea'}, ${now})`);
    await first.close();
    const paid = 'ALTER TABLE orders ADD COLUMN paid_at bigint';
    const store = open(location, { migrations: [orders, paid] });
    expect(await store.readOwn(sql`SELECT id, paid_at FROM orders`)).toEqual([
      { id: '1', paid_at: null },
    ]);
  });

  test('of ten that start at once run once', async () => {
    const location = await locate();
    const stores = Array.from({ length: 10 }, () => open(location));
    await Promise.all(stores.map((store) => store.check(0)));
  });

  test('that were edited are refused by a sentence that says what to do', async () => {
    const location = await locate();
    await open(location, { migrations: [orders] }).check(0);
    const commented = orders.replace('CREATE', '-- What people ordered.\n CREATE');
    await open(location, { migrations: [commented] }).check(0);
    const edited = orders.replace('item text', 'item text, paid_at bigint');
    const refused = open(location, { migrations: [edited] }).check(0);
    await expect(refused).rejects.toThrow(EditedMigration);
    await expect(refused).rejects.toThrow(/^Migration 1 of your own tables .* `pnpm dev --fresh`$/);
  });

  test('that only a newer program has are refused', async () => {
    const location = await locate();
    await open(location).check(0);
    await expect(open(location, { migrations: [orders] }).check(0)).rejects.toThrow(
      new NewerSchema(2, 1, 'app'),
    );
  });

  test('that fail say which one it was, and leave nothing', async () => {
    const location = await locate();
    const broken = { migrations: [orders, 'CREATE TABLE a (id text); CRATE TABLE b (id text)'] };
    await expect(open(location, broken).check(0)).rejects.toThrow(
      /^migration 2 of your own tables: .*CRATE/,
    );
    const fixed = { migrations: [orders, 'CREATE TABLE a (id text); CREATE TABLE b (id text)'] };
    await open(location, fixed).check(0);
  });

  test('are not needed by a program that only maintains the store', async () => {
    const location = await locate();
    await open(location).check(0);
    await openStore(location).check(0);
  });
});

test('a hook that uses a value that it does not have is refused', () => {
  const tables = { migrations: [], onDelete: ['DELETE FROM orders WHERE user_id = $openid'] };
  expect(() => ownTables(tables)).toThrow('onDelete uses $openid; it has $userId');
});

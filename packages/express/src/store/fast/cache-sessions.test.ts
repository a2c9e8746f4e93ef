import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '../location/open-store.ts';
import { createSqlStore, type SqlStore } from '../sql/create-sql-store.ts';
import { createSqliteEngine } from '../sqlite/sqlite-engine.ts';
import type { LoginRecord, Store } from '../store.ts';
import { cacheSessions } from './cache-sessions.ts';

const now = Date.UTC(2030, 0, 1);
const hash = (name: string) => Buffer.from(name.padEnd(32, '.')).toString('base64url');
const login = (session: string, changes: Partial<LoginRecord> = {}): LoginRecord => ({
  appId: 'wx0000000000000001',
  openid: 'oXiaoming',
  sessionKey: { keyId: 'key', sealed: Buffer.from('sealed') },
  newUserId: session === 'phone' ? 'user' : 'another user',
  now,
  session: {
    tokenHash: hash(session),
    id: `id of ${session}`,
    createdAt: now,
    lastSeenAt: now,
    expiresAt: now + 1_000,
  },
  ...changes,
});

const open = (file = ':memory:') => {
  const engine = createSqliteEngine({ file });
  const database = createSqlStore(engine);
  let searches = 0;
  const counting: SqlStore = {
    ...database,
    findSession: (...search) => {
      searches += 1;
      return database.findSession(...search);
    },
  };
  const store = cacheSessions(counting, engine.freshness);
  onTestFinished(store.close);
  return { store, searches: () => searches };
};

const temporaryFile = () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'weapp-login-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return path.join(folder, 'store.sqlite');
};

test('a session is searched for once', async () => {
  const { store, searches } = open();
  await store.recordLogin(login('phone'));
  const first = await store.findSession(hash('phone'), now);
  expect(first).toMatchObject({ session: { id: 'id of phone' }, user: { openid: 'oXiaoming' } });
  expect(await store.findSession(hash('phone'), now + 999)).toEqual(first);
  expect(searches()).toBe(1);
});

test('a login of another user evicts no one', async () => {
  const { store, searches } = open();
  await store.recordLogin(login('phone'));
  await store.findSession(hash('phone'), now);
  await store.recordLogin(login('tablet', { openid: 'oDawei' }));
  await store.findSession(hash('phone'), now);
  expect(searches()).toBe(1);
});

test('a log-out everywhere shows on every device', async () => {
  const { store } = open();
  await store.recordLogin(login('phone'));
  await store.recordLogin(login('tablet'));
  const devices = [hash('phone'), hash('tablet')];
  for (const device of devices) expect(await store.findSession(device, now)).toBeDefined();
  await store.deleteSessionsOf('user');
  for (const device of devices) expect(await store.findSession(device, now)).toBeUndefined();
});

test('a session that was found still expires', async () => {
  const { store } = open();
  await store.recordLogin(login('phone'));
  await store.findSession(hash('phone'), now);
  expect(await store.findSession(hash('phone'), now + 1_000)).toBeUndefined();
});

test('an unknown token is searched for each time, for it may be a session soon', async () => {
  const { store } = open();
  expect(await store.findSession(hash('phone'), now)).toBeUndefined();
  await store.recordLogin(login('phone'));
  expect(await store.findSession(hash('phone'), now)).toBeDefined();
});

const changes: Record<string, (store: Store) => Promise<unknown>> = {
  'a login of the same person': (store) => store.recordLogin(login('tablet', { now: now + 5 })),
  'the first unionid': (store) => store.recordLogin(login('tablet', { unionid: 'u' })),
  'being used': (store) =>
    store.touchSession(hash('phone'), { lastSeenAt: now + 5, expiresAt: now + 6_000 }),
  'a log-out': (store) => store.deleteSession(hash('phone')),
  'an end from another device': (store) => store.deleteSessionsOf('user', 'id of phone'),
  'a log-out everywhere': (store) => store.deleteSessionsOf('user'),
  'an end of the oldest': (store) => store.deleteOldestSessions('user', { keep: 0, limit: 9 }),
  'a new picture': async (store) => {
    await store.announcePicture('1.jpg', now);
    await store.replaceAvatar('user', '1.jpg');
  },
  'a new nickname': (store) => store.updateProfile('user', { nickname: '小明' }),
};

test.each(Object.entries(changes))('%s shows at once', async (_, change) => {
  const { store } = open();
  await store.recordLogin(login('phone'));
  const before = await store.findSession(hash('phone'), now);
  expect(before).toBeDefined();
  await change(store);
  expect(await store.findSession(hash('phone'), now)).not.toEqual(before);
});

test.each(Object.entries(changes))('%s in another process shows at once', async (_, change) => {
  const file = temporaryFile();
  const { store } = open(file);
  const elsewhere = openStore({ file });
  onTestFinished(elsewhere.close);
  await store.recordLogin(login('phone'));
  const before = await store.findSession(hash('phone'), now);
  expect(await store.findSession(hash('phone'), now)).toEqual(before);
  await change(elsewhere);
  expect(await store.findSession(hash('phone'), now)).not.toEqual(before);
});

test('for the searches of one turn the database is asked once, after the last of them', async () => {
  const database = createSqlStore(createSqliteEngine({ file: ':memory:' }));
  const events: string[] = [];
  const store = cacheSessions(
    {
      ...database,
      findSession(tokenHash, time) {
        events.push('search');
        return database.findSession(tokenHash, time);
      },
    },
    () => {
      events.push('asked');
      return 'fresh';
    },
  );
  onTestFinished(store.close);
  const searchInTurn = () => {
    events.push('comes in');
    return store.findSession(hash('stranger'), now);
  };
  await Promise.all([searchInTurn(), searchInTurn()]);
  await searchInTurn();
  expect(events).toEqual('comes in,comes in,asked,search,search,comes in,asked,search'.split(','));
});

test('a database that can’t be asked fails the searches, and later ones ask again', async () => {
  const database = createSqlStore(createSqliteEngine({ file: ':memory:' }));
  let broken = true;
  const store = cacheSessions(database, () => {
    if (broken) throw new Error('broken');
    return 'fresh';
  });
  onTestFinished(store.close);
  const search = () => store.findSession(hash('stranger'), now);
  const failed = await Promise.allSettled([search(), search()]);
  expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  broken = false;
  expect(await search()).toBeUndefined();
});

test('a search that a change overtakes is not remembered', async () => {
  const engine = createSqliteEngine({ file: ':memory:' });
  const database = createSqlStore(engine);
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const store = cacheSessions(
    {
      ...database,
      async findSession(...search) {
        const found = await database.findSession(...search);
        await arrived;
        return found;
      },
    },
    engine.freshness,
  );
  onTestFinished(store.close);
  await store.recordLogin(login('phone'));
  const slow = store.findSession(hash('phone'), now);
  await store.deleteSession(hash('phone'));
  arrive();
  await slow;
  expect(await store.findSession(hash('phone'), now)).toBeUndefined();
});

test('a change that fails leaves nothing remembered', async () => {
  const { store, searches } = open();
  await store.recordLogin(login('phone'));
  await store.findSession(hash('phone'), now);
  await expect(store.recordLogin(login('phone'))).rejects.toThrow(/UNIQUE/);
  await store.findSession(hash('phone'), now);
  expect(searches()).toBe(2);
});

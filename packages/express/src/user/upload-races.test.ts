import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startFakeWechat, touristApp } from '@weapp-login/fake-wechat';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { meResponseSchema } from 'weapp-login/schemas';
import { formWith, pictures } from '../../test/pictures.ts';
import { startPostgres } from '../../test/postgres.ts';
import { runServer } from '../../test/run-server.ts';
import { bearer, startTestServer, type TestServer } from '../../test/server.ts';
import { openFileStore } from '../file-store/open-file-store.ts';
import { sweepPictures, uploadMs } from '../file-store/sweep-pictures.ts';
import { createLog } from '../process/log.ts';
import { openStore } from '../store/location/open-store.ts';
import type { Store } from '../store/store.ts';
import { StoreUnavailable } from '../store/store-unavailable.ts';

let postgres: Awaited<ReturnType<typeof startPostgres>>;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.close());

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'weapp-login-pictures-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const databases: Record<string, () => Promise<Store>> = {
  SQLite: async () => openStore({ file: path.join(folder, 'data', 'weapp-login.sqlite') }),
  PostgreSQL: async () => openStore({ url: await postgres.createDatabase() }),
};

const kept = () => readdirSync(path.join(folder, 'pictures')).sort();
const upload = (url: string, token: string) =>
  fetch(`${url}/me/avatar`, {
    method: 'POST',
    headers: bearer(token),
    body: formWith(pictures['image/png']),
  });
const avatarOf = async (response: Response) =>
  meResponseSchema.parse(await response.json()).user.avatarUrl;

describe.each(Object.entries(databases))('on %s', (_, open) => {
  let store: Store;
  let server: TestServer;
  let token: string;
  /** What fails of the store, if anything does. */
  let failing: Partial<Store> = {};
  const files = () => openFileStore({ folder: path.join(folder, 'pictures') }, { now: Date.now });
  beforeEach(async () => {
    store = await open();
    const changing = new Proxy(store, {
      get: (target, name: keyof Store) => failing[name] ?? target[name],
    });
    server = await startTestServer({ store: changing, files: files() });
    ({ token } = await server.login('xiaoming'));
  });
  afterEach(async () => {
    failing = {};
    await server.close();
    await store.close();
  });

  const sweepAt = (now: number) =>
    sweepPictures(
      {
        store,
        files: files(),
        now: () => now,
        log: createLog({ level: 'silent', now: () => 0, destination: process.stderr }),
      },
      new AbortController().signal,
    );

  test('of 200 uploads of one person at once, one picture stays, and it is the one that is shown', async () => {
    const answers = await Promise.all(Array.from({ length: 200 }, () => upload(server.url, token)));
    // A limit may turn some away.
    const statuses = new Set(answers.map(({ status }) => status));
    expect([...statuses].filter((status) => ![200, 429, 503].includes(status))).toEqual([]);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(1);
    const shown = await avatarOf(await server.get('/me', token));
    expect(kept().map((name) => `/pictures/${name}`)).toEqual([shown]);
    expect(await store.takeUnusedPictures({ now: Number.MAX_SAFE_INTEGER, limit: 1 })).toEqual([]);
  });

  test('a picture whose user could not be written is deleted, and the one before stays', async () => {
    const before = await avatarOf(await upload(server.url, token));
    failing = { replaceAvatar: () => Promise.reject(new StoreUnavailable('away')) };
    expect((await upload(server.url, token)).status).toBe(503);
    expect(kept().map((name) => `/pictures/${name}`)).toEqual([before]);
  });

  test('a picture whose user was written, though the answer was lost, stays', async () => {
    failing = {
      async replaceAvatar(...change) {
        await store.replaceAvatar(...change);
        throw new StoreUnavailable('the answer was lost');
      },
    };
    expect((await upload(server.url, token)).status).toBe(503);
    const shown = await avatarOf(await server.get('/me', token));
    expect(kept().map((name) => `/pictures/${name}`)).toEqual([shown]);
  });

  test('what a store that stays away leaves is swept in an hour, and not before', async () => {
    const before = await avatarOf(await upload(server.url, token));
    const away = () => Promise.reject(new StoreUnavailable('away'));
    failing = { replaceAvatar: away, giveUpPicture: away };
    expect((await upload(server.url, token)).status).toBe(503);
    expect(kept()).toHaveLength(2);
    await sweepAt(server.clock.now + uploadMs - 1);
    expect(kept()).toHaveLength(2);
    await sweepAt(server.clock.now + uploadMs);
    expect(kept().map((name) => `/pictures/${name}`)).toEqual([before]);
  });

  test('a picture that could not be deleted when it was replaced is swept', async () => {
    await upload(server.url, token);
    failing = { forgetPictures: () => Promise.reject(new StoreUnavailable('away')) };
    const shown = await avatarOf(await upload(server.url, token));
    await sweepAt(server.clock.now);
    expect(kept().map((name) => `/pictures/${name}`)).toEqual([shown]);
    expect(await store.takeUnusedPictures({ now: Number.MAX_SAFE_INTEGER, limit: 1 })).toEqual([]);
  });

  test('what lies in the folder without having been announced is left alone', async () => {
    const shown = await avatarOf(await upload(server.url, token));
    const other = openStore({ file: ':memory:' });
    const options = { now: () => Number.MAX_SAFE_INTEGER, files: files(), store: other };
    const log = createLog({ level: 'silent', now: () => 0, destination: process.stderr });
    await sweepPictures({ ...options, log }, new AbortController().signal);
    await other.close();
    expect(kept().map((name) => `/pictures/${name}`)).toEqual([shown]);
  });
});

test('after a kill in the middle of uploads a sweep leaves the picture that is shown', async () => {
  const fake = await startFakeWechat();
  const run = () => runServer(['dist/main.js'], { DATA_DIR: folder, WECHAT_API_URL: fake.url });
  const server = run();
  const url = await server.listening();
  const code = fake.issueCode({ personId: 'xiaoming', appId: touristApp.appId });
  const login = await fetch(`${url}/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
  });
  const { token } = (await login.json()) as { token: string };
  const uploadInTurn = async (): Promise<void> => {
    // One person has only so many uploads at a time.
    while ((await upload(url, token)).status === 429) await sleep(5);
  };
  const uploads = Array.from({ length: 60 }, () => uploadInTurn().catch(() => undefined));
  await Promise.race(uploads);
  await sleep(20);
  server.stop('SIGKILL');
  await Promise.all(uploads);
  await server.ended();

  const store = openStore({ file: path.join(folder, 'weapp-login.sqlite') });
  const files = openFileStore({ folder: path.join(folder, 'pictures') }, { now: Date.now });
  const log = createLog({ level: 'silent', now: () => 0, destination: process.stderr });
  const now = () => Date.now() + 2 * uploadMs;
  const { signal } = new AbortController();
  await sweepPictures({ store, files, now, log }, signal);
  await files.deleteLeftovers({ before: now(), signal });
  await store.close();

  const again = run();
  const me = await fetch(`${await again.listening()}/me`, { headers: bearer(token) });
  const shown = await avatarOf(me);
  expect(kept().map((name) => `/pictures/${name}`)).toEqual(shown === undefined ? [] : [shown]);
  again.stop('SIGTERM');
  await again.ended();
  await fake.close();
});

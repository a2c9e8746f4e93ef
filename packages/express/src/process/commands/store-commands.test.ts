import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../store/location/open-store.ts';
import { ownTables, sql } from '../../store/sql/own-tables.ts';
import { readConfig } from '../settings/config.ts';
import { joinUsersCommand, scrubCommand } from './store-commands.ts';

const own = ownTables({
  migrations: ['CREATE TABLE orders (id text PRIMARY KEY, user_id text NOT NULL)'],
  onJoin: ['UPDATE orders SET user_id = $userId WHERE user_id = $fromUserId'],
  onExport: { orders: 'SELECT id FROM orders WHERE user_id = $userId' },
});

/** A data folder with two users, the first of whom has an order. */
async function twoUsers() {
  const folder = mkdtempSync(path.join(tmpdir(), 'weapp-login-commands-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const open = () => openStore({ file: path.join(folder, 'weapp-login.sqlite') }, { own });
  const store = open();
  for (const n of [1, 2])
    await store.recordLogin({
      appId: `app ${n}`,
      openid: 'o',
      newUserId: `user ${n}`,
      now: 1,
      sessionKey: { keyId: 'key', sealed: Buffer.from('sealed') },
      session: {
        tokenHash: Buffer.alloc(32, n).toString('base64url'),
        id: `session ${n}`,
        createdAt: 1,
        lastSeenAt: 1,
        expiresAt: 2,
      },
    });
  await store.writeOwn(sql`INSERT INTO orders (id, user_id) VALUES (${'1'}, ${'user 1'})`);
  await store.close();
  return { open, settings: { config: readConfig({ DATA_DIR: folder }), serverFolder: folder } };
}

test('join-users joins two users with their rows of own tables, and refuses by a sentence', async () => {
  const { open, settings } = await twoUsers();
  const join = { ...settings, own, from: 'user 1', into: 'user 2' };
  expect(await joinUsersCommand(join)).toEqual({
    text: 'Joined user 1 into user 2.',
    complete: true,
  });
  expect(await joinUsersCommand(join)).toEqual({
    text: 'Not joined: one of them does not exist.',
    complete: false,
  });
  const store = open();
  expect((await store.exportUser('user 2'))?.own).toEqual({ orders: [{ id: '1' }] });
  await store.close();
});

test('scrub says that it is done, or that there is no database', async () => {
  const { settings } = await twoUsers();
  expect(await scrubCommand({ ...settings, now: 1 })).toMatchObject({ complete: true });
  const elsewhere = { ...settings, config: readConfig({ DATA_DIR: 'elsewhere' }) };
  expect(await scrubCommand({ ...elsewhere, now: 1 })).toMatchObject({ complete: false });
});

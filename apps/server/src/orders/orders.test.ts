import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createWeappLogin } from '@weapp-login/express';
import { createLog } from '@weapp-login/express/process';
import { openStore } from '@weapp-login/express/store';
import { startFakeWechat, touristApp, touristCode } from '@weapp-login/fake-wechat';
import { expect, onTestFinished, test } from 'vitest';
import { createApp } from '../app.ts';
import { tables } from '../tables.ts';

async function startServer() {
  const fake = await startFakeWechat();
  const store = openStore({ file: ':memory:' }, { own: tables });
  const log = createLog({ level: 'silent', now: Date.now, destination: process.stdout });
  const weapp = createWeappLogin({
    apps: [touristApp],
    sessionKeySecrets: ['a secret of at least 32 characters'],
    store,
    wechatApiUrl: fake.url,
    log,
  });
  const server = createApp({ weapp, store, log }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.close();
    await weapp.close();
    await store.close();
    await fake.close();
  });
  return { store, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

test('a person sees their own orders, the latest first', async () => {
  const { store, url } = await startServer();
  const login = await fetch(`${url}/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: touristCode }),
  });
  const { token, user } = (await login.json()) as { token: string; user: { id: string } };
  const order = (id: string, userId: string, createdAt: number) => ({
    sql: 'INSERT INTO orders (id, user_id, title, price_fen, created_at) VALUES ($1, $2, $3, $4, $5)',
    values: [id, userId, `order ${id}`, 1990, createdAt],
  });
  await store.writeOwn(order('1', user.id, 1), order('2', user.id, 2), order('3', 'another', 3));

  const orders = await fetch(`${url}/orders`, { headers: { authorization: `Bearer ${token}` } });
  expect(orders.status).toBe(200);
  expect(await orders.json()).toEqual({
    orders: [
      { id: '2', title: 'order 2', priceFen: 1990, createdAt: '1970-01-01T00:00:00.002Z' },
      { id: '1', title: 'order 1', priceFen: 1990, createdAt: '1970-01-01T00:00:00.001Z' },
    ],
  });
  expect((await fetch(`${url}/orders`)).status).toBe(401);

  // The person can export them.
  const exported = await fetch(`${url}/me/export`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(await exported.json()).toMatchObject({ own: { orders: [{ id: '1' }, { id: '2' }] } });
});

test('orders are those of the user who stays where two are joined', async () => {
  const store = openStore({ file: ':memory:' }, { own: tables });
  onTestFinished(() => store.close());
  const logIn = async (userId: string, openid: string, appId: string) =>
    store.recordLogin({
      appId,
      openid,
      newUserId: userId,
      now: 1,
      sessionKey: { keyId: 'key', sealed: Buffer.from('sealed') },
      session: {
        tokenHash: Buffer.alloc(32, userId).toString('base64url'),
        id: userId,
        createdAt: 1,
        lastSeenAt: 1,
        expiresAt: 2,
      },
    });
  await logIn('goes', 'o1', 'wx0000000000000001');
  await logIn('stays', 'o2', 'wx0000000000000002');
  await store.writeOwn({
    sql: "INSERT INTO orders (id, user_id, title, price_fen, created_at) VALUES ('1', 'goes', 'tea', 1990, 1)",
    values: [],
  });
  expect(await store.joinUsers('goes', 'stays')).toBe('joined');
  expect((await store.exportUser('stays'))?.own).toEqual({
    orders: [{ id: '1', title: 'tea', price_fen: 1990, created_at: 1 }],
  });
});

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { startFakeWechat, touristApp, touristCode } from '@weapp-login/fake-wechat';
import express from 'express';
import { expect, expectTypeOf, onTestFinished, test } from 'vitest';
import { defineProblems, defineRoutes, ProblemError, routes } from 'weapp-login';
import { createClient } from 'weapp-login/fetch';
import { z } from 'zod';
import { openStore } from '../../src/store/location/open-store.ts';
import { createWeappLogin } from '../../src/weapp-login.ts';

const bodies = {
  buy: { request: z.object({ count: z.int().min(1) }), response: z.object({ left: z.int() }) },
};
const parameters = { buy: { path: z.object({ item: z.string().min(1) }) } };
const ownProblems = defineProblems({ 'sold-out': { status: 409, title: 'Sold out' } });
const ownRoutes = defineRoutes<
  { bodies: typeof bodies; parameters: typeof parameters },
  keyof typeof ownProblems
>()({
  buy: {
    method: 'POST',
    path: '/items/:item',
    auth: 'bearer',
    status: 200,
    body: { type: 'json' },
    problems: ['sold-out'],
    limit: {
      name: 'buy',
      person: { count: 3, seconds: 60 },
      address: { count: 100, seconds: 60 },
    },
  },
});

/** Starts a host that has the login under /auth and routes of its own under /shop. */
async function startHost() {
  const fake = await startFakeWechat();
  const store = openStore({ file: ':memory:' });
  const weapp = createWeappLogin({
    apps: [touristApp],
    sessionKeySecrets: ['a secret that is long enough for tests'],
    wechatApiUrl: fake.url,
    store,
  });
  let left = 3;
  const bought: string[] = [];
  const shop = weapp.bind({
    routes: ownRoutes,
    bodies,
    parameters,
    problems: ownProblems,
    publicPath: '/shop',
    operations: { buy: { tag: 'Shop', summary: 'Buy an item' } },
    handlers: {
      async buy({ body, parameters: { path }, caller }) {
        expectTypeOf(body.count).toEqualTypeOf<number>();
        expectTypeOf(path.item).toEqualTypeOf<string>();
        if (body.count > left) throw new ProblemError('sold-out', { detail: `${left} are left` });
        left -= body.count;
        bought.push(`${caller.user.id} ${path.item}`);
        return { left };
      },
    },
  });
  const app = express();
  app.use('/auth', weapp.router, weapp.docs);
  app.use('/shop', shop);
  app.get('/shop/hours', (_req, res) => void res.send('always'));
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await weapp.close();
    await store.close();
    await fake.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bought };
}

test('a host has routes and problems of its own, typed on both sides', async () => {
  const { url, bought } = await startHost();
  const logIn = createClient({ routes, baseUrl: `${url}/auth` });
  const call = createClient({
    routes: ownRoutes,
    baseUrl: `${url}/shop`,
    words: ownProblems,
  });
  const { token, user } = await logIn('login', { body: { code: touristCode } });
  const path = { item: 'tea' };

  const response = await call('buy', { token, path, body: { count: 2 } });
  expectTypeOf(response).toEqualTypeOf<{ left: number }>();
  expect([response, bought]).toEqual([{ left: 1 }, [`${user.id} tea`]]);
  await expect(call('buy', { token, path, body: { count: 2 } })).rejects.toMatchObject({
    code: 'sold-out',
    details: { detail: '1 are left' },
  });
  await expect(call('buy', { token, path, body: { count: 0 } })).rejects.toMatchObject({
    code: 'invalid-request',
  });
  await expect(call('buy', { token, path, body: { count: 1 } })).rejects.toMatchObject({
    code: 'too-many-requests',
  });
  await expect(call('buy', { token: `${token}x`, path, body: { count: 1 } })).rejects.toMatchObject(
    { code: 'session-required' },
  );
});

test('they are in the OpenAPI document, the page of the problems names theirs, and the host keeps the rest', async () => {
  const { url } = await startHost();
  const get = async (path: string) => fetch(`${url}${path}`);
  const refused = await fetch(`${url}/shop/items/tea`, { method: 'POST' });
  expect([refused.status, (await refused.json()).type]).toEqual([
    401,
    '/shop/docs/problems#session-required',
  ]);
  const { paths } = await (await get('/auth/openapi.json')).json();
  expect(paths['/items/{item}']).toMatchObject({
    servers: [{ url: '/shop' }],
    post: { summary: 'Buy an item', responses: { 200: {}, 409: {}, 429: {} } },
  });
  expect(await (await get('/auth/docs/problems')).text()).toContain('id="sold-out"');
  expect(await (await get('/shop/hours')).text()).toBe('always');
  expect((await get('/shop/nowhere')).headers.get('content-type')).toContain('text/html');
});

import { createServer } from 'node:http';
import { createWeappLogin, openStore, type Store, type WeappLogin } from '@weapp-login/express';
import { createHttpServer } from '@weapp-login/express/http-server';
import { ownTables } from '@weapp-login/express/store';

export function create(): WeappLogin {
  const own = ownTables({ migrations: ['CREATE TABLE orders (id text)'] });
  const weapp = createWeappLogin({
    apps: [{ appId: 'wx0000000000000001', appSecret: 'secret' }],
    sessionKeySecrets: ['a secret that is long enough'],
    store: openStore({ file: ':memory:' }, { own }),
  });
  createHttpServer((req, res) => {
    weapp.requireSession(req, res, () => res.end(weapp.callerOf(req).user.id));
    // @ts-expect-error a user's id is text
    weapp.callerOf(req).user.id satisfies number;
  });
  createServer((req, res) => weapp.router(req, res, () => res.end()));
  // @ts-expect-error a login needs its apps
  createWeappLogin({ sessionKeySecrets: [''], store: openStore({ file: ':memory:' }) });
  // @ts-expect-error metrics measure
  createWeappLogin({ ...({} as Parameters<typeof createWeappLogin>[0]), metrics: 1 });
  return weapp;
}

export async function sessions(store: Store): Promise<void> {
  await store.close();
  // @ts-expect-error a store needs its location
  openStore();
}

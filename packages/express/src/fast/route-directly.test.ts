import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import Router from 'router';
import { expect, onTestFinished, test } from 'vitest';
import type { Middleware } from '../request/middleware.ts';
import { routeDirectly } from './route-directly.ts';

const fail = (thrown: unknown, _req: IncomingMessage, res: ServerResponse) =>
  void res.writeHead(500).end(String(thrown));

const end: Middleware = (_req, res) => void res.end('end');

const routes: Readonly<Record<string, Middleware[]>> = {
  '/ends': [end],
  '/in-order': [
    async (_req, res, next) => {
      await sleep(1);
      res.setHeader('X-Seen', 'first');
      next();
    },
    (_req, res) => void res.end(`after ${res.getHeader('X-Seen')}`),
  ],
  '/throws': [
    () => {
      throw new Error('thrown');
    },
    end,
  ],
  '/rejects': [(_req, _res, next) => next(), () => Promise.reject(new Error('rejected'))],
  '/passes-on': [(_req, _res, next) => next(new Error('passed on')), end],
};

async function start(listener: Middleware): Promise<string> {
  const server = createServer((req, res) => void listener(req, res, () => res.end('handed on')));
  server.listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function createRouter(): Middleware & Router.Router {
  const router = Router({ caseSensitive: true, strict: true });
  for (const [path, steps] of Object.entries(routes)) router.get(path, ...(steps as [Middleware]));
  router.use((error: unknown, req: IncomingMessage, res: ServerResponse, _next: unknown) =>
    fail(error, req, res),
  );
  return router;
}

test.each([...Object.keys(routes), '/ends?with=query', '/ends/', '/ENDS', '/unknown'])(
  '%s: the answer is that of the router',
  async (path) => {
    const table = new Map(Object.entries(routes).map(([path, steps]) => [`GET ${path}`, steps]));
    const plain = await start(createRouter());
    const direct = await start(routeDirectly(table, createRouter(), fail));
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'POST']) {
      const [expected, found] = await Promise.all(
        [plain, direct].map(async (url) => {
          const answer = await fetch(url + path, { method });
          return [answer.status, answer.headers.get('allow'), await answer.text()];
        }),
      );
      expect(found).toEqual(expected);
    }
  },
);

test('what is in the table does not reach the router', async () => {
  const table = new Map([['GET /ends', [end]]]);
  const url = await start(routeDirectly(table, (_req, res) => void res.end('router'), fail));
  expect(await (await fetch(`${url}/ends`)).text()).toBe('end');
  expect(await (await fetch(`${url}/ends`, { method: 'POST' })).text()).toBe('router');
});

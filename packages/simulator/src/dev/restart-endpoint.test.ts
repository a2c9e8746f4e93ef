import { once } from 'node:events';
import { request } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from './ports.ts';
import { startRestartEndpoint } from './restart-endpoint.ts';

async function endpoint(restart: () => Promise<void>) {
  const port = await freePort();
  const server = startRestartEndpoint({ port, restart });
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return async (type: string, headers = {}) => {
    const asked = request(`http://127.0.0.1:${port}/`, {
      method: 'POST',
      headers: { 'content-type': type, ...headers },
    }).end();
    const [{ statusCode }] = (await once(asked, 'response')) as [{ statusCode: number }];
    return statusCode;
  };
}

test('the server is restarted on request, but not for a web page', async () => {
  let restarts = 0;
  const ask = await endpoint(async () => {
    restarts += 1;
  });
  expect(await ask('text/plain')).toBe(405);
  expect(await ask('application/json', { host: 'rebound.test' })).toBe(403);
  expect(await ask('application/json', { origin: 'http://127.0.0.1:2022' })).toBe(403);
  expect(restarts).toBe(0);
  expect(await ask('application/json')).toBe(204);
  expect(restarts).toBe(1);
});

test('a server that does not respond again is reported', async () => {
  const ask = await endpoint(() => Promise.reject(new Error('no response')));
  expect(await ask('application/json')).toBe(503);
});

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { expect, onTestFinished, test } from 'vitest';
import { createHttpServer } from './http-server.ts';
import { sendJson } from './send-json.ts';

const start = async () => {
  const value = { text: '登录 é', list: [null, 1.5], missing: undefined };
  const app = express()
    .disable('etag')
    .get('/ours', (_req, res) => sendJson(res, 200, value))
    .get('/express', (_req, res) => res.json(value))
    .get('/problem', (_req, res) =>
      sendJson(res.set('Retry-After', '1'), 503, {}, 'application/problem+json'),
    );
  const server = createHttpServer(app).listen(0, '127.0.0.1');
  onTestFinished(() => server.closeAllConnections());
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return async (path: string, method = 'GET') => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method });
    const { date: _, ...headers } = Object.fromEntries(answer.headers);
    return { status: answer.status, headers, body: await answer.text() };
  };
};

test.each(['GET', 'HEAD'])('answers %s as res.json does', async (method) => {
  const get = await start();
  const answer = await get('/ours', method);
  expect(answer).toEqual(await get('/express', method));
  expect(answer.headers['content-length']).toBe('38');
});

test('keeps the headers that are set already', async () => {
  const get = await start();
  const { status, headers } = await get('/problem');
  expect(status).toBe(503);
  expect(headers).toMatchObject({ 'retry-after': '1', 'content-type': 'application/problem+json' });
});

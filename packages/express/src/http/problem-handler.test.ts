import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import express from 'express';
import { afterEach, describe, expect, test } from 'vitest';
import { problems } from 'weapp-login';
import { bearer, problemOf, startTestServer, type TestServer } from '../../test/server.ts';
import { createLog } from '../process/log.ts';
import { createBeginRequest } from '../request/begin-request.ts';
import { openStore } from '../store/location/open-store.ts';
import { createAnswerProblem, type ErrorMiddleware } from './problem-handler.ts';

let server: TestServer;
afterEach(() => server.close());

const token = 'a'.repeat(43);

describe('a store that fails', () => {
  const thrown = [
    new Error('database gone, password=hunter2'),
    'a string',
    'route',
    'router',
    null,
    undefined,
    0,
    Object.create(null),
    { status: 418, message: 'not an error' },
  ];

  test.each(thrown)(
    'by throwing %j is internal, with nothing of it in the answer',
    async (value) => {
      server = await startTestServer({
        store: { ...openStore({ file: ':memory:' }), findSession: () => Promise.reject(value) },
      });
      const response = await server.request('GET', '/me', { headers: bearer(token) });
      expect(await response.clone().text()).not.toMatch(/hunter2|string|stack/);
      const problem = await problemOf(response);
      expect(problem).toMatchObject({ code: 'internal', status: 500 });
      expect(server.logLines()).toMatchObject([
        { level: 'error', requestId: problem.requestId, err: { name: expect.any(String) } },
        { level: 'warn', status: 500, problem: 'internal' },
      ]);
    },
  );

  test('while it records a login is internal too', async () => {
    server = await startTestServer({
      store: { ...openStore({ file: ':memory:' }), recordLogin: () => Promise.reject(null) },
    });
    const response = await server.post('/login', { code: server.codeOf('dawei') });
    expect((await problemOf(response)).code).toBe('internal');
  });

  test('makes /readyz say so', async () => {
    server = await startTestServer({
      store: {
        ...openStore({ file: ':memory:' }),
        check: () => Promise.reject(new Error('locked')),
      },
    });
    const response = await server.request('GET', '/readyz');
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ status: 'store-unavailable' });
    expect((await server.get('/healthz')).status).toBe(200);
  });
});

test('an aborted body gets no response and is not logged as an unhandled error', async () => {
  server = await startTestServer();
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  socket.end(
    'POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"co',
  );
  await expect.poll(() => server.logLines().length).toBe(1);
  expect(server.logLines()[0]).toMatchObject({ level: 'info', aborted: true, route: '/login' });
});

test('a caller that leaves while WeChat is asked leaves one line, and no fault', async () => {
  server = await startTestServer({ wechatTimeouts: { connectMs: 1_000, totalMs: 1_000 } });
  server.fake.fail({ kind: 'hang' });
  const call = request(`${server.url}/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
  });
  call.on('error', () => undefined);
  call.end(JSON.stringify({ code: server.codeOf('dawei') }));
  await expect.poll(() => server.fake.calls()).toBe(1);
  call.destroy();
  await expect.poll(() => server.logLines().length).toBe(1);
  // Until the call to WeChat has failed too.
  await sleep(1_200);
  expect(server.logLines()).toMatchObject([{ level: 'info', aborted: true }]);
});

test('a failure in the middle of an answer ends the connection, not the answer', async () => {
  server = await startTestServer();
  let logged = '';
  const log = createLog({
    level: 'info',
    now: Date.now,
    destination: {
      write(line) {
        logged += line;
      },
    },
  });
  const app = express();
  const begin = createBeginRequest({ log, now: Date.now, randomBytes: Buffer.alloc });
  const answerProblem = createAnswerProblem({ log, begin, problems });
  const answerError: ErrorMiddleware = (thrown, req, res, _next) => answerProblem(thrown, req, res);
  app.use(begin.of());
  app.get('/half', async (_req, res) => {
    res.write('half of');
    await sleep(50);
    throw new RangeError('too late');
  });
  app.use(answerError);
  const half = createServer(app).listen(0, '127.0.0.1');
  await once(half, 'listening');
  const response = await fetch(`http://127.0.0.1:${(half.address() as AddressInfo).port}/half`);
  await expect(response.text()).rejects.toThrow();
  half.close();
  expect(logged).toMatch(/"RangeError"/);
  await expect.poll(() => logged).toMatch(/"aborted":true/);
});

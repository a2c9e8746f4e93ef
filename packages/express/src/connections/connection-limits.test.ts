import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rawRequest } from '../../test/raw-request.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    httpTimeouts: { headersTimeout: 200, requestTimeout: 400, connectionsCheckingInterval: 20 },
  });
});
afterAll(() => server.close());

/** Sends the pieces with a pause before each, and resolves with the answer and when the connection ended. */
function trickle(pieces: string[], pauseMs: number) {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  const startedAt = performance.now();
  let answer = '';
  socket.setEncoding('utf8').on('data', (chunk) => {
    answer += chunk;
  });
  socket.on('error', () => undefined);
  void (async () => {
    for (const piece of pieces) {
      await sleep(pauseMs);
      if (socket.writable) socket.write(piece);
    }
  })();
  return new Promise<{ answer: string; afterMs: number }>((resolve) =>
    socket.once('close', () => resolve({ answer, afterMs: performance.now() - startedAt })),
  );
}

const head = 'POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';

test.each([
  ['sends nothing', []],
  ['sends its headers a byte at a time', [...head]],
  ['never ends its headers', [head]],
])('a connection that %s is ended in time', async (_, pieces) => {
  const { answer, afterMs } = await trickle(pieces, 10);
  expect(afterMs).toBeLessThan(5_000);
  expect(answer).toMatch(/^(HTTP\/1\.1 408 |$)/);
});

test('a body that comes a byte at a time is ended in time', async () => {
  const pieces = [`${head}Content-Length: 1000\r\n\r\n`, ...'x'.repeat(1000)];
  const { answer, afterMs } = await trickle(pieces, 10);
  expect(afterMs).toBeLessThan(5_000);
  expect(answer).toMatch(/^HTTP\/1\.1 408 /);
});

test('a slow caller keeps no other waiting', async () => {
  const slow = Array.from({ length: 50 }, () => trickle([...head], 10));
  const startedAt = performance.now();
  expect((await server.get('/healthz')).status).toBe(200);
  expect(performance.now() - startedAt).toBeLessThan(2_000);
  await Promise.all(slow);
});

test('headers over 16 KB are refused', async () => {
  const answer = await rawRequest(
    server.url,
    `GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(17_000)}\r\n\r\n`,
  );
  expect(answer).toMatch(/^HTTP\/1\.1 431 /);
});

test('a connection stays open longer than a proxy keeps it idle', async () => {
  const { headers } = await server.get('/healthz');
  expect(headers.get('keep-alive')).toBe('timeout=125');
});

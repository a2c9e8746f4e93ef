import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { acceptConnectionsFirst } from './accept-connections-first.ts';

const start = async (begin: RequestListener) => {
  const server = createServer();
  server.on('request', acceptConnectionsFirst(server, begin));
  server.listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const open = (): Socket => {
    const socket = connect(port, '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    socket.write(request);
    return socket;
  };
  return { server, open };
};
const request = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';

test('of many that connect at once, all are let in before the first is served often', async () => {
  let served = 0;
  const { server, open } = await start((_req, res) => {
    served += 1;
    res.end();
  });
  let connected = 0;
  let servedBefore = 0;
  const allConnected = new Promise<void>((resolve) => {
    server.on('connection', () => {
      connected += 1;
      servedBefore = served;
      if (connected === 60) resolve();
    });
  });
  for (let client = 0; client < 60; client++) {
    const socket = open();
    socket.on('data', () => socket.write(request));
  }
  await allConnected;
  expect(servedBefore).toBeLessThan(60);
});

test('a stream of new connections does not hold up a request for ever', async () => {
  const { open } = await start((_req, res) => res.end());
  let answered = false;
  open().on('data', () => {
    answered = true;
  });
  let connections = 0;
  while (!answered && connections < 2_000) {
    open();
    connections += 1;
    await setImmediate();
  }
  expect(connections).toBeLessThan(500);
});

test('a request that waits is begun in its own asynchronous context', async () => {
  const context = new AsyncLocalStorage<string>();
  const seen: unknown[] = [];
  const { server, open } = await start((_req, res) => {
    seen.push(context.getStore());
    res.end();
  });
  const [listener] = server.listeners('request') as RequestListener[];
  let number = 0;
  server.removeAllListeners('request');
  server.on('request', (req, res) => {
    number += 1;
    context.run(`request ${number}`, () => listener?.(req, res));
  });
  await Promise.all([once(open(), 'data'), once(open(), 'data'), once(open(), 'data')]);
  expect(seen.toSorted()).toEqual(['request 1', 'request 2', 'request 3']);
});
